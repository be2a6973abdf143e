import { type Colour, fillOf, styleSheet, type Theme } from "./theme.js";

/** Pixels of the characters of a picture of usual width, which can be read at half the size. */
export const FONT_SIZE = 15;

/** Pixels that a character of text takes, on average, and somewhat more. */
const CHARACTER_WIDTH = 0.56;

export interface PictureOptions {
  readonly width: number;
  readonly height: number;
  /** What it is, for those who hear it; who sees it, sees it above the picture. */
  readonly title: string;
  /** What is to be seen in it, for those who do not. */
  readonly description: string;
  readonly theme?: Theme;
}

/** A whole picture: SVG with a title and a description, of the same bytes on every engine. */
export function picture(options: PictureOptions, marks: readonly string[]): string {
  const { width, height, title, description, theme = "auto" } = options;
  const body = [`<rect class="${fillOf("paper")}" width="${px(width)}" height="${px(height)}"/>`, ...marks].join("\n");
  const size = `viewBox="0 0 ${px(width)} ${px(height)}" width="${px(width)}" height="${px(height)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" font-family="sans-serif" font-size="${FONT_SIZE}">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(description)}</desc>`,
    `<style>${styleSheet(body, theme)}</style>`,
    body,
    "</svg>\n",
  ].join("\n");
}

export interface TextOptions {
  readonly colour?: Colour;
  /** Which part of the text is at the place; by default its start. */
  readonly anchor?: "start" | "middle" | "end";
  readonly size?: number;
  /** Turned so that it is read from below to above. */
  readonly upright?: boolean;
}

/** A line of text, whose foot is at the place. */
export function text(x: number, y: number, content: string, options: TextOptions = {}): string {
  const { colour = "ink", anchor = "start", size, upright = false } = options;
  const attributes = [
    `class="${fillOf(colour)}"`,
    upright ? `transform="translate(${px(x)} ${px(y)}) rotate(-90)"` : `x="${px(x)}" y="${px(y)}"`,
    ...(anchor === "start" ? [] : [`text-anchor="${anchor}"`]),
    ...(size === undefined ? [] : [`font-size="${px(size)}"`]),
  ];
  return `<text ${attributes.join(" ")}>${escaped(content)}</text>`;
}

/** Pixels that a text takes, at the most but for unusually wide ones. */
export function textWidth(content: string, size: number = FONT_SIZE): number {
  return content.length * size * CHARACTER_WIDTH;
}

/** A text cut to what there is room for. */
export function fittedText(content: string, width: number, size: number = FONT_SIZE): string {
  const most = Math.max(1, Math.floor(width / (size * CHARACTER_WIDTH)));
  return content.length > most ? `${content.slice(0, most - 1)}…` : content;
}

/** A coordinate, in hundredths of a pixel. */
export function px(value: number): string {
  return String(Math.round(value * 100) / 100 + 0); // + 0: no -0
}

/** What no XML may have, not even escaped: control characters, halves of pairs, and two that are none. */
const NO_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function escaped(content: string): string {
  return content.replace(NO_XML, "\ufffd").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
