import { z } from 'zod';
import { answerText, asked, messages, prompt, type RowSchema, text } from './rowSchema.ts';

/**
 * verl's rows with the columns of TRAPO's and LUFFY's authors. Expert solutions are `extra_info.answer_list` (TRAPO); where
 * there is none, `target` (LUFFY). `extra_info.index` is no id: rows repeat it.
 */
export const authors: RowSchema = {
  recognises: row => 'reward_model' in row,
  example: {
    prompt: [{ role: 'user', content: 'What is 2 + 3?' }],
    reward_model: { style: 'rule', ground_truth: '5' },
    extra_info: { answer_list: ['<think>\n2 and 3 make 5.\n</think>\n\n\\boxed{5}'] },
  },
  shape: z
    .looseObject({
      prompt: prompt.optional(),
      messages: messages.optional(),
      reward_model: z.looseObject({ ground_truth: z.string() }),
      extra_info: z.looseObject({ answer_list: z.array(text).optional() }).optional(),
      target: prompt.optional(),
    })
    .refine(row => (row.prompt === undefined) !== (row.messages === undefined), {
      path: ['prompt'],
      message: 'either "prompt" or "messages" is needed',
    })
    .transform(({ prompt, messages, reward_model, extra_info, target, ...rest }) => {
      const { ground_truth: answer, ...rule } = reward_model;
      const { answer_list = [], ...info } = extra_info ?? {};
      const conversation = asked(messages ?? []);
      const experts = answer_list.length > 0 ? answer_list : target ? answerText(target) : [];
      return {
        prompt: prompt ?? conversation.prompt,
        answer,
        experts: experts.length > 0 ? experts : conversation.experts,
        meta: { ...rest, reward_model: rule, extra_info: info },
      };
    }),
};
