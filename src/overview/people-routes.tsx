import { Hono } from 'hono'
import { NewPersonPage, PeoplePage, PersonDetailsPage } from '../../views/overview/people.tsx'
import { PersonPage } from '../../views/overview/person.tsx'
import { paths } from '../../views/paths.ts'
import type { Ctx, Env } from '../http/env.ts'
import { emptyForm, submit } from '../http/form.ts'
import { allow, here, page, pageNumber, viewerOf } from '../http/reply.tsx'
import type { Form } from '../http/typed.ts'
import { changeDetails, createPerson, invite } from '../identity/actions.ts'
import { NewAccountForm } from '../identity/forms.ts'
import { rolesOf } from '../identity/identity.ts'
import type { Person } from '../identity/identity.ts'
import { getPerson } from '../identity/queries.ts'
import { refuse } from '../refusal.ts'
import { mayChange, personView } from './person-view.ts'
import { findPeople, listCurrentRounds } from './queries.ts'

interface Settings {
  /** How long after the deadline a save still counts, ms. */
  readonly graceMs: number
}

const NewPersonForm = NewAccountForm.omit({ roles: true })
const DetailsForm = NewAccountForm.omit({ roles: true, invite: true })

const isAdministrator = (c: Ctx): boolean => viewerOf(c).roles.includes('administrator')

async function peoplePage(c: Ctx) {
  const { read } = c.var.db
  const text = (c.req.query('text') ?? '').slice(0, 100)
  const { people, ...pager } = await findPeople(read, { text, page: pageNumber(c) })
  const rounds = await listCurrentRounds(read, people.map(({ id }) => id))
  const lines = people.map((person) => {
    const { id, name, email } = person
    return { id, name, email, roles: rolesOf(person), round: rounds.get(id) ?? null }
  })
  return <PeoplePage here={here(c)} search={emptyForm({ text })} text={text} lines={lines} {...pager} />
}

async function personPage(c: Ctx, { graceMs }: Settings) {
  const asking = { t: c.var.t, isAdministrator: isAdministrator(c), graceMs }
  const view = await personView(c.var.db.read, c.req.param('id') ?? '', asking, c.var.now)
  return <PersonPage here={here(c)} view={view} />
}

/** The person, if whoever asks may change them. @throws Refusal `notFound`, `forbidden` */
async function changeable(c: Ctx): Promise<Person> {
  const person = await getPerson(c.var.db.read, c.req.param('id') ?? '')
  // Who can change an address can take an account over: staff could become assessor, or administrator, by that.
  return mayChange(person, isAdministrator(c)) ? person : refuse('forbidden')
}

async function detailsPage(c: Ctx, form: Form | null) {
  const person = await changeable(c)
  const { name, email, language } = person
  return <PersonDetailsPage here={here(c)} person={person} form={form ?? emptyForm({ name, email, language })} />
}

function postPerson(c: Ctx) {
  const { db, now } = c.var
  const by = viewerOf(c).personId
  return submit(c, NewPersonForm, {
    act: ({ invite: isInvited, ...given }) =>
      db.write(async (tx) => {
        const { id } = await createPerson(tx, { ...given, roles: ['candidate'] }, by, now)
        if (isInvited) await invite(tx, id, by, now)
        return id
      }),
    done: (id) => paths.person(id),
    again: (form) => <NewPersonPage here={here(c)} form={form} />,
  })
}

/** The people whom the office knows. */
export const peopleRoutes = (settings: Settings) =>
  new Hono<Env>()
    .get('/staff/people', allow('staff'), async (c) => page(c, await peoplePage(c)))
    .get('/staff/people/new', allow('staff'), (c) => page(c, <NewPersonPage here={here(c)} form={emptyForm({ language: 'nl', invite: 'on' })} />))
    .post('/staff/people/new', allow('staff'), (c) => postPerson(c))
    .get('/staff/people/:id', allow('staff'), async (c) => page(c, await personPage(c, settings)))
    .get('/staff/people/:id/details', allow('staff'), async (c) => page(c, await detailsPage(c, null)))
    .post('/staff/people/:id/details', allow('staff'), async (c) => {
      const { db, now } = c.var
      const { id } = await changeable(c)
      return submit(c, DetailsForm, {
        act: (values) => db.write((tx) => changeDetails(tx, id, values, viewerOf(c).personId, now)),
        done: () => paths.person(id),
        again: (form) => detailsPage(c, form),
      })
    })
    .post('/staff/people/:id/invitation', allow('staff'), async (c) => {
      const { db, now } = c.var
      const { id } = await changeable(c)
      await db.write((tx) => invite(tx, id, viewerOf(c).personId, now))
      return c.redirect(paths.person(id), 303)
    })
