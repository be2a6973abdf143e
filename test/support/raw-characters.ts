/** What no stream for people may have: controls but for line ends, direction, separators, what has no width, tags. */
export const RAW = /(?!\n)[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\u200b-\u200d\u2060-\u2064\ufeff\u{e0000}-\u{e007f}]/u;
