/** What the forms of this capability hold. */
import { z } from 'zod'
import { roles } from '../http/env.ts'
import { optional, several, someText, ticked } from '../http/form.ts'
import { languages } from '../language/translate.ts'
import { PASSWORD_LENGTH } from './identity.ts'

const email = z.string('problem.required').trim().toLowerCase().max(254, 'problem.email').pipe(z.email('problem.email'))

/** A name goes into mails to addresses that nobody proved yet: nothing in it may be a link. */
const name = someText(100).refine((text) => !/[<>@/\\\n]|www\./i.test(text), 'problem.invalid')

/** Any password that exists. */
const password = z.string('problem.required').min(1, 'problem.required').max(PASSWORD_LENGTH.most, 'problem.tooLong')

const newPassword = z
  .string('problem.required')
  .refine(({ length }) => length >= PASSWORD_LENGTH.least && length <= PASSWORD_LENGTH.most, 'problem.password')

/** A code of the app or a backup code; the spaces in which apps show them go. */
const code = z
  .string('problem.required')
  .transform((text) => text.replaceAll(/\s/g, ''))
  .refine((text) => /^(\d{6}|[A-Za-z0-9]{5}-[A-Za-z0-9]{5})$/.test(text), 'problem.code')

const token = z
  .string('problem.required')
  .min(1, 'problem.required')
  .max(2_000, 'problem.tooLong')
  .refine((text) => !text.includes('\0'), 'problem.invalid')
const next = optional(z.string())
const language = z.enum(languages, 'problem.choose')

export const SignInForm = z.object({ email, password, next })
export const CodeForm = z.object({ code, next })
export const RegisterForm = z.object({ name, email, password: newPassword })
export const EmailForm = z.object({ email })
export const VerifyForm = z.object({ token, password })
export const ResetForm = z.object({ token, password: newPassword })
export const TokenForm = z.object({ token })
export const LanguageForm = z.object({ language, next })

export const DetailsForm = z.object({ name, language })
export const PasswordForm = z.object({ currentPassword: password, newPassword })
export const ConfirmForm = z.object({ password })
export const SetupForm = z.object({ code, secret: z.string('problem.required').regex(/^[A-Z2-7]{16,128}$/, 'problem.invalid') })

const chosenRoles = several(z.enum(roles, 'problem.choose'))
export const RolesForm = z.object({ roles: chosenRoles })
export const NewAccountForm = z.object({ name, email, language, roles: chosenRoles, invite: ticked() })
