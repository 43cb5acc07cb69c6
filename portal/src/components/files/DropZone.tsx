import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/icons';
import classes from './FileSlots.module.css';

/** Where files are dropped or chosen, with the limits told before. */
export function DropZone({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation('files');
  const [isOver, setIsOver] = useState(false);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- its file field does the same by keyboard
    <label className={classes.zone} data-over={isOver || undefined} onDragEnter={over} onDragOver={over} onDragLeave={() => setIsOver(false)} onDrop={drop}>
      <input
        type="file"
        multiple
        aria-label={t('choose')}
        className={classes.input}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          currentTarget.value = ''; // so that the same file can be chosen again
        }}
      />
      <span className={classes.icon}>
        <Icon name="upload" />
      </span>
      <span>
        <span className={classes.byMouse}>
          <strong>{t('drop')}</strong> {t('orChoose')}
        </span>
        <strong className={classes.byTouch}>{t('touch')}</strong>
        <span className={classes.limits}>{t('limits')}</span>
      </span>
    </label>
  );

  function over(event: DragEvent) {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setIsOver(true);
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    setIsOver(false);
    onFiles(filesOf(event.dataTransfer));
  }
}

/** What was dropped, without folders: those cannot be attached. */
function filesOf(data: DataTransfer): File[] {
  return [...data.items].flatMap((item) => {
    const file = item.webkitGetAsEntry()?.isDirectory ? null : item.getAsFile();
    return file ? [file] : [];
  });
}
