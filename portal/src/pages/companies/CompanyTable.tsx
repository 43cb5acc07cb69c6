import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import type { Company } from '@/api/types';
import { Moment } from '@/components/Moment';
import register from '@/components/register/Register.module.css';
import classes from './CompanyTable.module.css';

interface Props {
  companies: Company[];
  onChange: (company: Company) => void;
}

/** Companies by name; a row leads to its people. */
export function CompanyTable({ companies, onChange }: Props) {
  const { t } = useTranslation('companies');
  return (
    <table role="table" className={register.table}>
      <caption className={register.hidden}>{t('caption')}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">{t('column.name')}</th>
          <th role="columnheader" scope="col" className={classes.zone}>
            {t('column.timeZone')}
          </th>
          <th role="columnheader" scope="col" className={classes.created}>
            {t('column.created')}
          </th>
          <th role="columnheader" scope="col" className={classes.actions}>
            <span className={register.hidden}>{t('column.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {companies.map((company) => (
          <tr key={company.id} role="row" className={register.row}>
            <td role="cell" className={classes.name}>
              <Link to={`/companies/${company.id}`} className={register.link}>
                {company.name}
              </Link>
            </td>
            <td role="cell" className={register.quiet}>{company.time_zone}</td>
            <td role="cell" className={classes.since}>
              <Moment at={company.created_at} as="date" />
            </td>
            <td role="cell">
              <Button variant="default" className={register.above} onClick={() => onChange(company)} aria-label={t('changeOf', { name: company.name })}>
                {t('change')}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
