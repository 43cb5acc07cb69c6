import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './OfflineBar.module.css';

function subscribe(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

export function useIsOnline(): boolean {
  return useSyncExternalStore(subscribe, () => navigator.onLine);
}

/** One thin bar while the browser says that there is no network. */
export function OfflineBar() {
  const { t } = useTranslation('errors');
  const isOnline = useIsOnline();
  return <div role="status">{!isOnline && <div className={classes.bar}>{t('offlineBar')}</div>}</div>;
}
