import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './Register.module.css';

interface Props {
  /** The verb of the dialog's question. */
  action: string;
  isBusy: boolean;
  isDangerous?: boolean;
  onCancel: () => void;
}

/** The end of a dialog's form: its verb, and a way back. */
export function ConfirmButtons({ action, isBusy, isDangerous = false, onCancel }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.buttons}>
      <Button type="submit" color={isDangerous ? 'red' : undefined} loading={isBusy}>
        {action}
      </Button>
      <Button variant="default" onClick={onCancel}>
        {t('cancel')}
      </Button>
    </div>
  );
}
