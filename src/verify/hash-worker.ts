// The thread that hash-files.ts starts: hashes the files that it is given.
import { workOn } from "../parallel/threads.js";
import { hashEach } from "./hash-files.js";

workOn(hashEach);
