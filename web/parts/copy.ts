const copyBySelection = (text: string): void => {
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
};

/** `navigator.clipboard` exists on secure origins only, and may be forbidden: then the old way. */
export const copyText = (text: string): Promise<void> =>
  navigator.clipboard
    ? navigator.clipboard.writeText(text).catch(() => copyBySelection(text))
    : Promise.resolve(copyBySelection(text));
