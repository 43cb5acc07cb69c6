import { Navigate } from 'react-router';
import { useUser } from './useUser';
import { homeOf } from './roles';

/** `/`: to where this person works. */
export function Home() {
  return <Navigate to={homeOf(useUser())} replace />;
}
