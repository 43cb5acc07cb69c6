import { Skeleton } from '@mantine/core';
import { type ComponentProps, lazy, Suspense } from 'react';

const RichEditor = lazy(() => import('./RichEditor'));

/** The editor, loaded when it is shown; its place is kept meanwhile. */
export function LazyEditor(props: ComponentProps<typeof RichEditor>) {
  return (
    <Suspense fallback={<Skeleton height={(props.minHeight ?? 180) + 46} radius="md" />}>
      <RichEditor {...props} />
    </Suspense>
  );
}
