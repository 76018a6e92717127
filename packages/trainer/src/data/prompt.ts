/** One turn of a conversation. Roles are the chat template's: `system`, `user`, `assistant`. */
export interface Message {
  readonly role: string;
  readonly content: string;
}

/** What a model is asked: text as it is, or messages that the model's chat template turns into text. */
export type Prompt = string | readonly Message[];

/** A chat template: the text of messages, up to where the assistant's answer begins. */
export type RenderChat = (messages: readonly Message[]) => string;

/** The words of a prompt for people and verifiers: no template, the messages' contents with a blank line between them. */
export const plainText = (prompt: Prompt): string =>
  typeof prompt === 'string' ? prompt : prompt.map(({ content }) => content).join('\n\n');
