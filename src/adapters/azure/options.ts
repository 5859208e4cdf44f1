import { z } from 'zod';
import { embeddingOptions } from '../openai/embedding-options.ts';
import { chatOptions, secretOption } from '../openai/options.ts';

/** A deployment of Azure OpenAI. Without a key, our managed identity signs in. */
const azurePlace = z.object({
  endpoint: z.url(),
  deployment: z.string().min(1),
  /** Unset or `v1`: the `/openai/v1` address; a date: the older address of the deployment. */
  apiVersion: z.string().min(1).default('v1'),
  apiKey: secretOption.optional(),
  /** `AZURE_CLIENT_ID`, of a user-assigned identity. */
  clientId: z.string().min(1).optional(),
});
export type AzurePlace = z.infer<typeof azurePlace>;

export const azureChatOptions = chatOptions.omit({ model: true }).extend(azurePlace.shape);
export type AzureChatOptions = z.infer<typeof azureChatOptions>;

export const azureEmbeddingOptions = embeddingOptions
  .omit({ model: true })
  .extend(azurePlace.shape);
export type AzureEmbeddingOptions = z.infer<typeof azureEmbeddingOptions>;
