/** For `catch`: a file or directory that does not exist is nothing; every other error is one. */
export function undefinedIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
