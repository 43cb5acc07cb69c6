import { useTranslation } from 'react-i18next';
import classes from './Mark.module.css';

/** The mark and the product's name. */
export function Mark() {
  const { t } = useTranslation();
  return (
    <span className={classes.mark}>
      <img src="/favicon.svg" alt="" width={28} height={28} />
      <span className={classes.name}>{t('product')}</span>
    </span>
  );
}
