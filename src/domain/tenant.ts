/** An opaque id, made by the server: `[a-z0-9-]{1,64}`. Never a name that a person typed. */
export type TenantId = string;

/** The tenant of a laptop, and the one whose operator the command line is. */
export const DEFAULT_TENANT: TenantId = 'default';
