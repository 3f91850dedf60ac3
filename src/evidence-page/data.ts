import { PageContent } from '../compliance/evidence/page';

/** What the page shows. The writer of `index.html` puts it into the page as JSON. */
export type PageData = PageContent;

export type Framework = PageData['evidence']['frameworks'][number];
export type Control = Framework['controls'][number];
export type Outcome = PageData['evidence']['outcomes'][number];
