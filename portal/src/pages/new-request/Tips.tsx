import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '@/components/icons';
import classes from './NewRequestPage.module.css';

const TIPS: { name: 'steps' | 'message' | 'deadline' | 'files'; icon: IconName }[] = [
  { name: 'steps', icon: 'list-check' },
  { name: 'message', icon: 'photo' },
  { name: 'deadline', icon: 'clock' },
  { name: 'files', icon: 'lock' },
];

/** What makes an answer quicker. */
export function Tips() {
  const { t } = useTranslation('newRequest');
  return (
    <aside className={classes.tips} aria-labelledby="tips">
      <h2 id="tips">{t('tips.title')}</h2>
      <ul>
        {TIPS.map(({ name, icon }) => (
          <li key={name}>
            <Icon name={icon} />
            <span>
              <strong>{t(`tips.${name}`)}</strong> {t(`tips.${name}Text`)}
            </span>
          </li>
        ))}
      </ul>
    </aside>
  );
}
