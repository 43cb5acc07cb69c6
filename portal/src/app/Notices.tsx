import { Notifications } from '@mantine/notifications';
import '@mantine/notifications/styles.css';

/** Short words for what leaves no other trace; never for errors. */
export default function Notices() {
  return <Notifications position="bottom-left" autoClose={5000} limit={3} />;
}
