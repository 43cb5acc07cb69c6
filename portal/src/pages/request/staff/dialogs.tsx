/** The dialogs of a request's page for staff, each loaded when it is opened. */
import { type ComponentType, lazy, Suspense } from 'react';

export const AssignDialog = whenOpened(() => import('./AssignDialog'));
export const CloseDialog = whenOpened(() => import('./CloseDialog'));
export const IntervalDialog = whenOpened(() => import('./IntervalDialog'));
export const StopTimerDialog = whenOpened(() => import('./StopTimerDialog'));

function whenOpened<Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>) {
  const Dialog = lazy(load) as unknown as ComponentType<Props>;
  return (props: Props) => (
    <Suspense>
      <Dialog {...props} />
    </Suspense>
  );
}
