import { Modal, Text } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftKeeper } from '@/components/draft/DraftKeeper';
import { ConfirmButtons } from '@/components/dialog/ConfirmButtons';
import classes from '@/components/dialog/Dialog.module.css';
import { useAction } from '@/components/dialog/useAction';
import { ProblemMessage } from '@/components/ProblemMessage';

/** A draft is thrown away with its files: asked once more. */
export function DiscardDialog({ keeper, onDiscarded, onClose }: { keeper: DraftKeeper; onDiscarded: () => void; onClose: () => void }) {
  const { t } = useTranslation('draft');
  const { isBusy, problem, run } = useAction();
  return (
    <Modal opened onClose={onClose} title={t('discardTitle')}>
      <form onSubmit={(event) => void discard(event)}>
        <div className={classes.stack}>
          <Text size="sm">{t('discardText')}</Text>
          {problem && <ProblemMessage problem={problem} takesFocus />}
        </div>
        <ConfirmButtons action={t('discard')} isBusy={isBusy} color="red" otherwise={t('keep')} onCancel={onClose} />
      </form>
    </Modal>
  );

  async function discard(event: FormEvent) {
    event.preventDefault();
    if (await run(() => keeper.discard())) onDiscarded();
  }
}
