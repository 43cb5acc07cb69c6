import { Skeleton } from '@mantine/core';
import { useEffect, useState } from 'react';
import classes from './Register.module.css';

const PATIENCE_MS = 200;

/** The rows to come, drawn only when they take their time. */
export function LoadingRows({ label }: { label: string }) {
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsSlow(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-label={label} className={classes.loadingRows}>
      {isSlow &&
        [1, 2, 3, 4, 5, 6, 7, 8].map((row) => (
          <div key={row} className={classes.loading}>
            <Skeleton height={12} width={44} radius="xl" />
            <div>
              <Skeleton height={12} width={`${40 + ((row * 17) % 45)}%`} radius="xl" />
              <Skeleton height={9} width="28%" mt={8} radius="xl" />
            </div>
            <Skeleton height={22} width={110} radius="xl" />
          </div>
        ))}
    </div>
  );
}
