import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

/** The window's title: the page first, then the product. */
export function useTitle(page: string): void {
  const { t } = useTranslation();
  const product = t('product');
  useEffect(() => {
    document.title = page && page !== product ? `${page} – ${product}` : product;
  }, [page, product]);
}
