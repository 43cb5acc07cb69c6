import { Dropzone } from '@mantine/dropzone';
import '@mantine/dropzone/styles.css';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/icons';
import classes from './FileSlots.module.css';

/** Where files are dropped or chosen, with the limits told before. */
export function DropZone({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation('files');
  return (
    <Dropzone onDrop={onFiles} onReject={(rejected) => onFiles(rejected.map((one) => one.file))} multiple className={classes.zone} inputProps={{ 'aria-label': t('choose') }} aria-label={t('choose')}>
      <div className={classes.invitation}>
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
      </div>
    </Dropzone>
  );
}
