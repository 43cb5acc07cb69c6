import { Button, Menu, useMatches } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketPage } from '@/api/types';
import { Icon } from '@/components/icons';
import { MoreMenu } from './MoreMenu';
import classes from './RequestView.module.css';
import { WithdrawDialog } from './WithdrawDialog';

/** At the head of a request, for customers: print it, and take it back while that is possible. */
export function CustomerWays({ page }: { page: TicketPage }) {
  const { t } = useTranslation('request');
  const isNarrow = useMatches({ base: true, sm: false });
  const [isWithdrawing, setIsWithdrawing] = useState(false);
  return (
    <div className={classes.ways}>
      {!isNarrow && (
        <Button variant="default" leftSection={<Icon name="printer" size={16} />} onClick={() => window.print()}>
          {t('print')}
        </Button>
      )}
      <MoreMenu withPrint={isNarrow}>
        {page.actions.includes('withdraw') && (
          <Menu.Item color="red" leftSection={<Icon name="x" size={16} />} onClick={() => setIsWithdrawing(true)}>
            {t('withdraw')}
          </Menu.Item>
        )}
      </MoreMenu>
      {isWithdrawing && <WithdrawDialog ticket={page.ticket} onClose={() => setIsWithdrawing(false)} />}
    </div>
  );
}
