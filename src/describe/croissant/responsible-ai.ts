import type { JsonObject } from "../../config/config-json.js";
import type { DatasetDescription } from "../dataset-description.js";

/**
 * The fields of Croissant's Responsible AI vocabulary that are facts of any dataset made here, those that NeurIPS asks
 * for among them. None of data whose config nobody knows: it may be anything.
 */
export function responsibleAi({ config, hasCleanLabels }: DatasetDescription): JsonObject {
  if (config === null) return {};
  const templates = config.templates === undefined ? "ten hand-made templates" : "the templates of the config";
  return {
    "rai:hasSyntheticData": true,
    "rai:dataCollection": `Nothing was collected: every value is computed from ${templates} and pseudorandom numbers.`,
    "rai:dataCollectionType": "Others: computed by a published algorithm",
    "rai:dataCollectionRawData": "None.",
    "rai:dataCollectionMissingData": "No value is missing.",
    "rai:dataPreprocessingProtocol": [
      "A template is padded with zeros, scaled, rotated, given noise and a random slope, and resampled; all values are then standardised together.",
    ],
    "rai:dataAnnotationProtocol": `No annotation: a label is the class of the template from which its example was made.${labelNoise(config, hasCleanLabels)}`,
    "rai:dataUseCases": [
      "Research and teaching in deep learning at a small scale, such as comparing architectures, lottery tickets, deep double descent and pooling.",
    ],
    "rai:dataLimitations": [
      "A model problem: it stands for no measured signal, and a model that does well here has shown nothing about real data.",
    ],
    "rai:dataBiases": ["Each template is used for the same share of examples. No person or population is represented."],
    "rai:personalSensitiveInformation": ["None: no data is of or about persons."],
    "rai:dataSocialImpact":
      "Made for experiments that need little computation. No use is known that could do harm by the data's content.",
  };
}

function labelNoise(config: JsonObject, hasCleanLabels: boolean): string {
  const noise = config.label_noise as { readonly fraction: number; readonly mode: string } | undefined;
  if (noise === undefined) return "";
  const how = noise.mode === "flip" ? "replaced by a wrong class" : "drawn anew from all classes";
  const clean = hasCleanLabels ? " The labels before that are in y_clean." : "";
  return ` Then each train label was ${how} with probability ${noise.fraction}.${clean}`;
}
