const FIRST_BYTES = Buffer.from([0x78, 0x9f, 0x3e, 0x22]);

/** `winmail.dat`: what Outlook makes of the files of a mail in rich text. No kept library opens it. */
export const isOutlookPackage = (bytes: Uint8Array): boolean =>
  FIRST_BYTES.equals(bytes.subarray(0, FIRST_BYTES.length));

export const OUTLOOK_PACKAGE =
  'Outlook packed the files of this mail into “winmail.dat”, which other programs cannot open. Ask for the mail as HTML or plain text, or save the files with Outlook and upload them.';
