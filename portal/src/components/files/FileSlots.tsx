import { ActionIcon, Button, Progress } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/icons';
import { problemWords } from '@/components/problemWords';
import { countText, percentText, progressText, sizeText } from '@/format/size';
import { DropZone } from './DropZone';
import { iconOf } from './iconOf';
import classes from './FileSlots.module.css';
import { LONGEST_NAME, MOST_FILES, type Refusal, type Slot, type UploadQueue } from './UploadQueue';

/** P5, P6: where files are dropped or chosen, with the limits told before; the three slots; and what was refused. */
export function FileSlots({ queue }: { queue: UploadQueue }) {
  const { t } = useTranslation('files');
  const { slots, refused } = useSyncExternalStore(queue.subscribe, queue.snapshot);
  const free = MOST_FILES - slots.length;
  return (
    <div className={classes.all}>
      <div className={classes.head}>
        <span className={classes.label}>{t('label')}</span>
        {slots.length > 0 && <span className={classes.count}>{t('countOf', { count: slots.length, most: MOST_FILES })}</span>}
      </div>
      {free > 0 ? <DropZone onFiles={(files) => queue.add(files)} /> : <p className={classes.full}>{t('full')}</p>}
      <ul className={classes.list} aria-label={t('label')}>
        {slots.map((slot) => (
          <SlotRow key={slot.key} slot={slot} queue={queue} />
        ))}
        {free > 0 && slots.length > 0 && (
          <li className={classes.free}>
            <span className={classes.icon}>
              <Icon name="plus" />
            </span>
            {t('more', { count: free })}
          </li>
        )}
      </ul>
      <div role="alert" className={classes.list}>
        {refused.map((refusal) => (
          <RefusedRow key={refusal.key} refusal={refusal} onDismiss={() => queue.dismiss(refusal.key)} />
        ))}
      </div>
    </div>
  );
}

function SlotRow({ slot, queue }: { slot: Slot; queue: UploadQueue }) {
  const { t } = useTranslation('files');
  const share = slot.size ? slot.sent / slot.size : 0;
  const name = slot.name || t('unnamed');
  return (
    <li className={classes.slot} data-state={slot.state}>
      <span className={classes.icon}>
        <Icon name={slot.state === 'failed' ? 'alert-triangle' : iconOf(slot.name)} />
      </span>
      <div className={classes.words}>
        <span className={classes.name} title={name}>
          {name}
        </span>
        <span className={classes.state}>{stateWords()}</span>
        {slot.state === 'uploading' && <Progress value={share * 100} size={4} mt={4} aria-label={name} />}
      </div>
      {slot.state === 'failed' && (
        <Button size="xs" variant="default" onClick={() => queue.retry(slot.key)}>
          {t('retry')}
        </Button>
      )}
      <Remove name={name} onClick={() => queue.remove(slot.key)} />
    </li>
  );

  function stateWords(): string {
    if (slot.state === 'done' && !slot.name) return t('uploadedBare');
    if (slot.state === 'done') return t('uploaded', { size: sizeText(slot.size) });
    if (slot.state === 'uploading') return `${progressText(slot.sent, slot.size)} · ${percentText(share)}`;
    const stopped = t('stopped', { percent: percentText(share) });
    return slot.problem && slot.problem.status > 0 ? problemWords(slot.problem) : stopped;
  }
}

function RefusedRow({ refusal, onDismiss }: { refusal: Refusal; onDismiss: () => void }) {
  const { t } = useTranslation('files');
  return (
    <div className={classes.slot} data-state="failed">
      <span className={classes.icon}>
        <Icon name="alert-triangle" />
      </span>
      <div className={classes.words}>
        <span className={classes.name} title={refusal.name}>
          {refusal.name}
        </span>
        <span className={classes.state}>
          {t(`refused.${refusal.reason}`, {
            name: refusal.name,
            size: sizeText(refusal.size),
            count: [...refusal.name].length,
            length: countText([...refusal.name].length),
            most: LONGEST_NAME,
          })}
        </span>
      </div>
      <Remove name={refusal.name} onClick={onDismiss} />
    </div>
  );
}

function Remove({ name, onClick }: { name: string; onClick: () => void }) {
  const { t } = useTranslation('files');
  return (
    <ActionIcon variant="subtle" color="gray" size={36} onClick={onClick} aria-label={t('remove', { name })}>
      <Icon name="x" />
    </ActionIcon>
  );
}
