import { type ComponentProps, lazy, Suspense } from 'react';

const IntervalDialog = lazy(() => import('./IntervalDialog'));

/** The dialog of an interval with its calendar, loaded when it is opened. */
export function LazyInterval(props: ComponentProps<typeof IntervalDialog>) {
  return (
    <Suspense>
      <IntervalDialog {...props} />
    </Suspense>
  );
}
