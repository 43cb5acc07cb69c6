import { Notifications } from '@mantine/notifications';
import '@mantine/notifications/styles.css';
import classes from './ShownNotices.module.css';

/** Short words for what leaves no other trace; never for errors. They stand where no button is. */
export default function ShownNotices() {
  return <Notifications position="top-center" autoClose={5000} limit={3} classNames={{ root: classes.root }} />;
}
