import type { Here } from '../../src/http/env.ts'
import type { Guide, Part } from '../../src/overview/help.ts'
import { Page } from '../layout.tsx'
import { paths } from '../paths.ts'
import { Heading } from '../ui/heading.tsx'
import { Prose } from '../ui/markdown.tsx'
import { Card, Cards } from '../ui/panel.tsx'

/** The guides to choose from. */
export const HelpPage = ({ here, guides }: { readonly here: Here; readonly guides: readonly Guide[] }) => (
  <Page here={here} title={here.t('help.title')}>
    <Heading title={here.t('help.title')} lead={here.t('help.lead')} />
    <OnlyDutch here={here} />
    <div lang="nl">
      <Cards>
        {guides.map(({ name, title, lead }) => (
          <Card title={title} href={paths.helpGuide(name)} level={2}>
            <Parts parts={lead} />
          </Card>
        ))}
      </Cards>
    </div>
  </Page>
)

interface GuideProps {
  readonly here: Here
  readonly guide: Guide
  readonly others: readonly Guide[]
}

/** One guide with its contents at the top. */
export const GuidePage = ({ here, guide, others }: GuideProps) => (
  <Page here={here} title={guide.title}>
    <Heading title={<span lang="nl">{guide.title}</span>} back={{ href: paths.help(), label: here.t('help.all') }} />
    <OnlyDutch here={here} />
    <div class="stack" lang="nl">
      <Parts parts={guide.lead} />
      <nav class="prose" lang={here.t.language} aria-label={here.t('help.contents')}>
        <ul lang="nl">
          {guide.sections.map(({ id, title }) => (
            <li>
              <a href={`#${id}`}>{title}</a>
            </li>
          ))}
        </ul>
      </nav>
      {guide.sections.map(({ id, title, parts }) => (
        <section class="stack" id={id}>
          <h2>{title}</h2>
          <Parts parts={parts} />
        </section>
      ))}
    </div>
    <nav class="prose" aria-label={here.t('help.others')}>
      <ul lang="nl">
        {others.map(({ name, title }) => (
          <li>
            <a href={paths.helpGuide(name)}>{title}</a>
          </li>
        ))}
      </ul>
    </nav>
  </Page>
)

const OnlyDutch = ({ here: { t } }: { readonly here: Here }) => (t.language === 'nl' ? null : <p class="hint">{t('help.onlyDutch')}</p>)

/** Points of the page: a picture of a whole telephone need not fill the screen. */
const MOST_HIGH = 544

/** Said in the page, so that the text below a picture that comes late does not move. */
function shownSize({ width, height }: { readonly width: number; readonly height: number }) {
  const share = Math.min(1, MOST_HIGH / height)
  return { width: Math.round(width * share), height: Math.round(height * share) }
}

const Parts = ({ parts }: { readonly parts: readonly Part[] }) => (
  <>
    {parts.map((part) =>
      part.kind === 'text' ? (
        <Prose html={part.html} />
      ) : (
        <figure class="picture">
          <img src={part.href} alt={part.alt} {...shownSize(part)} loading="lazy" />
        </figure>
      ),
    )}
  </>
)
