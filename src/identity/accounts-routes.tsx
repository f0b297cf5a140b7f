import { Hono } from 'hono'
import { AccountsPage, NewAccountPage, RolesPage } from '../../views/identity/accounts.tsx'
import type { AccountLine } from '../../views/identity/accounts.tsx'
import { paths } from '../../views/paths.ts'
import type { Ctx, Env } from '../http/env.ts'
import { emptyForm, submit } from '../http/form.ts'
import { allow, here, page, pageNumber, viewerOf } from '../http/reply.tsx'
import type { Form } from '../http/typed.ts'
import { createPerson, dropSecondFactor, invite, setRoles } from './actions.ts'
import { NewAccountForm, RolesForm } from './forms.ts'
import { rolesOf } from './identity.ts'
import type { Person } from './identity.ts'
import { findAccount, getPerson, searchPeople } from './queries.ts'

const accessOf = ({ accountId, invitedAt }: Person) => (accountId !== null ? 'canSignIn' : invitedAt !== null ? 'invited' : 'notInvited')

const lineOf = (person: Person): AccountLine => ({
  id: person.id, name: person.name, email: person.email, roles: rolesOf(person), access: accessOf(person),
})

async function accountsPage(c: Ctx) {
  const text = (c.req.query('text') ?? '').slice(0, 100)
  const found = await searchPeople(c.var.db.read, { text, page: pageNumber(c) })
  const { total, pages } = found
  return (
    <AccountsPage
      here={here(c)}
      search={emptyForm({ text })}
      text={text}
      lines={found.people.map(lineOf)}
      total={total}
      page={found.page}
      pages={pages}
    />
  )
}

function postNewAccount(c: Ctx) {
  const { db, now } = c.var
  const by = viewerOf(c).personId
  return submit(c, NewAccountForm, {
    act: ({ invite: isInvited, ...given }) =>
      db.write(async (tx) => {
        const { id } = await createPerson(tx, given, by, now)
        if (isInvited) await invite(tx, id, by, now)
        return id
      }),
    done: (id) => doneAt(id),
    again: (form) => <NewAccountPage here={here(c)} form={form} />,
  })
}

async function rolesPage(c: Ctx, personId: string, form?: Form) {
  const { db } = c.var
  const person = await getPerson(db.read, personId)
  const account = person.accountId === null ? undefined : await findAccount(db.read, person.accountId)
  return (
    <RolesPage
      here={here(c)}
      form={form ?? emptyForm({ roles: [...rolesOf(person)] })}
      person={lineOf(person)}
      hasSecondFactor={account?.twoFactorEnabled === true}
      done={form === undefined && c.req.query('done') !== undefined}
    />
  )
}

const doneAt = (personId: string): string => `${paths.accountRoles(personId)}?done=1`

function postRoles(c: Ctx, personId: string) {
  const { db, now } = c.var
  return submit(c, RolesForm, {
    act: ({ roles }) => db.write((tx) => setRoles(tx, personId, roles, viewerOf(c).personId, now)),
    done: () => doneAt(personId),
    again: (form) => rolesPage(c, personId, form),
  })
}

/** Who may do what: the administrators' pages. */
export const accountsRoutes = new Hono<Env>()
  .get('/admin/accounts', allow('administrator'), async (c) => page(c, await accountsPage(c)))
  .get('/admin/accounts/new', allow('administrator'), (c) =>
    page(c, <NewAccountPage here={here(c)} form={emptyForm({ language: 'nl', invite: 'on' })} />),
  )
  .post('/admin/accounts/new', allow('administrator'), (c) => postNewAccount(c))
  .get('/admin/accounts/:id/roles', allow('administrator'), async (c) => page(c, await rolesPage(c, c.req.param('id'))))
  .post('/admin/accounts/:id/roles', allow('administrator'), (c) => postRoles(c, c.req.param('id')))
  .post('/admin/accounts/:id/invitation', allow('administrator'), async (c) => {
    const { db, now } = c.var
    await db.write((tx) => invite(tx, c.req.param('id'), viewerOf(c).personId, now))
    return c.redirect(doneAt(c.req.param('id')), 303)
  })
  .post('/admin/accounts/:id/second-factor/removal', allow('administrator'), async (c) => {
    const { db, now } = c.var
    await db.write((tx) => dropSecondFactor(tx, c.req.param('id'), viewerOf(c).personId, now))
    return c.redirect(doneAt(c.req.param('id')), 303)
  })
