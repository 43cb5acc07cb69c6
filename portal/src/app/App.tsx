import { useMemo } from 'react';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { RouterProvider } from 'react-router/dom';
import { Problem } from '@/api/problem';
import { makeTheme } from '@/theme/theme';
import { cssVariablesResolver } from '@/theme/variables';
import { router } from './router';

const MOST_REPEATS = 2;

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // What the person can mend is shown at once; what is away for a moment is asked for again.
      retry: (failures, error) => failures < MOST_REPEATS && (!(error instanceof Problem) || error.status >= 500 || error.status === 0),
    },
  },
});

export function App({ nonce }: { nonce: string }) {
  const { i18n } = useTranslation();
  const theme = useMemo(() => makeTheme(i18n.language), [i18n.language]);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
