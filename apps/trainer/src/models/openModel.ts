import { chatTemplate, loadModel } from '@trapo/models';
import { type DeviceReport, openDevice } from '@trapo/tensor';
import { type ChatTokenizer, LocalPolicy } from '@trapo/trainer';

export interface OpenedModel {
  readonly policy: LocalPolicy;
  readonly report: DeviceReport;
  close(): Promise<void>;
}

/**
 * Loads a model's folder to sample from it.
 * @throws Error naming the file that is missing or broken
 */
export async function openModel(
  folder: string,
  { threads }: { readonly threads?: number } = {},
): Promise<OpenedModel> {
  const device = await openDevice(threads === undefined ? {} : { threads });
  try {
    const { decoder, tokenizer } = await loadModel(device, folder);
    const chats = tokenizer.config.chat_template !== undefined;
    const chat: ChatTokenizer = chats ? { ...tokenizer, renderChat: chatTemplate(tokenizer) } : tokenizer;
    const policy = new LocalPolicy(decoder, chat, { tokenizer });
    return {
      policy,
      report: device.report,
      async close() {
        policy.dispose();
        await device.close();
      },
    };
  } catch (error) {
    await device.close();
    throw error;
  }
}
