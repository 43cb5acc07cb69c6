/** What the calendars need of dayjs, once for every page that has one. Import it for that. */
import dayjs from 'dayjs';
import romanian from 'dayjs/locale/ro';
import customParseFormat from 'dayjs/plugin/customParseFormat';

// Without it a typed 07.03.2026 is read as the third of July.
dayjs.extend(customParseFormat);
// dayjs writes them with capitals, as Romanian does not.
dayjs.locale({ ...romanian, months: romanian.months?.map((month) => month.toLowerCase()) }, undefined, true);
