import { z } from 'zod';
import { base } from '../../contracts/base.ts';
import { problem } from '../../contracts/common.ts';
import * as conversationContracts from '../../contracts/conversation.ts';
import * as identityContracts from '../../contracts/identity.ts';
import { evaluation, testQuestion } from '../../contracts/evaluation.ts';
import { documentProgress, ingestion } from '../../contracts/ingestion.ts';
import * as knowledgeContracts from '../../contracts/knowledge.ts';
import { why } from '../../contracts/retrieval.ts';
import { turn, turnChunk, turnRequest, uiChatRequest } from '../../contracts/turn.ts';

const { citation, conversation, conversationWithMessages, message, source, usage } =
  conversationContracts;
const { createdKey, key, me, preferences } = identityContracts;
const { document, located, outline, passage, readers, versionText } = knowledgeContracts;

/** What has a name of its own in the API's document; all else stands where it is used. */
const named = {
  Problem: problem,
  Conversation: conversation,
  ConversationWithMessages: conversationWithMessages,
  Message: message,
  Citation: citation,
  Source: source,
  Usage: usage,
  Turn: turn,
  TurnRequest: turnRequest,
  TurnChunk: turnChunk,
  UiChatRequest: uiChatRequest,
  Me: me,
  Preferences: preferences,
  ApiKey: key,
  CreatedApiKey: createdKey,
  Base: base,
  Document: document,
  DocumentProgress: documentProgress,
  Ingestion: ingestion,
  TestQuestion: testQuestion,
  Evaluation: evaluation,
  Passage: passage,
  VersionText: versionText,
  Outline: outline,
  Readers: readers,
  Located: located,
  Why: why,
} satisfies Record<string, z.ZodType>;

export type JsonSchema = z.core.JSONSchema.JSONSchema;
export type Direction = 'input' | 'output';

const uri = (id: string): string => `#/components/schemas/${id}`;
const clean = ({ $schema: _schema, $id: _id, ...schema }: JsonSchema): JsonSchema => schema;

/**
 * Turns schemas into JSON Schema with references to the named ones. `add` gives each schema that is not named a
 * name that is taken out again: so one conversion knows them all, and inner parts are references too.
 */
export const schemaBook = (direction: Direction) => {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const inline = new Map<z.ZodType, string>();
  return {
    add(schema: z.ZodType): void {
      if (registry.has(schema)) return;
      const id = `Inline${inline.size}`;
      inline.set(schema, id);
      registry.add(schema, { id });
    },
    convert() {
      const { schemas } = z.toJSONSchema(registry, { uri, io: direction, unrepresentable: 'any' });
      return {
        components: Object.fromEntries(
          Object.keys(named).map((id) => [id, clean(schemas[id] ?? {})]),
        ),
        of(schema: z.ZodType): JsonSchema {
          const id = inline.get(schema);
          const name = registry.get(schema)?.id;
          if (id !== undefined) return clean(schemas[id] ?? {});
          return name === undefined ? {} : { $ref: uri(name) };
        },
      };
    },
  };
};
