import { useNotifications } from '@mantine/notifications';
import { lazy, Suspense, useState } from 'react';

const ShownNotices = lazy(() => import('./ShownNotices'));

/** What shows notices is loaded when there is the first. */
export function Notices() {
  const { notifications } = useNotifications();
  const [isNeeded, setIsNeeded] = useState(false);
  if (!isNeeded && notifications.length > 0) setIsNeeded(true);
  return <Suspense>{isNeeded && <ShownNotices />}</Suspense>;
}
