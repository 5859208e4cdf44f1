import { below } from '../../lib/files.ts';
import type { TenantId } from '../../domain/tenant.ts';

/** Everything of one tenant lies below this. */
export const tenantFolder = (folder: string, tenant: TenantId): string =>
  below(folder, ['tenants', tenant]);
