import { CircleAlert, Clock3, LoaderCircle } from 'lucide';
import { errorText } from '../i18n/translate.ts';
import type { PortalInput } from '../protocol/commands.ts';
import type { Refusal } from '../protocol/errors.ts';
import type { PortalInfo } from '../protocol/handshake.ts';
import { takeFiles } from './attach.ts';
import { createAttachments } from './attachments.ts';
import { h, icon, listen, setAttribute, type Child } from './elements.ts';
import type { Field } from './field.ts';
import { fieldsOf, ownFieldName, ownFieldKey } from './form-fields.ts';
import { banner, noticeList, type Page, type Screen } from './page.ts';
import { linkTo, type Own } from './resume.ts';
import { createSubmission } from './submission.ts';

const refreshEveryMs = 30_000;
const draftPlace = 'form';

export type FormParts = {
  page: Page;
  info: PortalInfo;
  /** The request that the customer has already. */
  back: Own | null;
  /** How the portal stands now; null if that cannot be told. */
  refresh: () => Promise<PortalInfo | null>;
};

/** The form: whom the customer asks, whether anybody is there, and what is wrong. */
export function formScreen({ page, info, back, refresh }: FormParts): Screen {
  const { texts, saved } = page;
  const { t } = texts;
  const fields = fieldsOf(info, t);
  const attachments = createAttachments(page);
  const form = createForm(page, fields, attachments.element);
  const situation = h('div', { class: 'situation' }, ...situationOf(info, page));
  const submission = createSubmission(page, {
    onWaiting: () => form.show('sending', t('portal.form.waiting')),
    onSubmitted: (own) => {
      saved.drop(draftPlace);
      page.resume.keep(own);
      page.go();
    },
    onRefused: (refusal) => {
      const field = culpritOf(refusal, info, fields);
      const text = errorText(texts, refusal.code, refusal.details);
      form.show('open', field === undefined ? text : null);
      field?.showError(text);
      field?.focus();
    },
  });

  function submit(): void {
    if (submission.isPending()) return;
    const wrong = fields.filter((field) => !field.check());
    if (wrong[0] !== undefined) {
      form.show('open', null);
      return wrong[0].focus();
    }
    form.show('sending', null);
    submission.submit(inputOf(fields, page, form.trapped()));
  }

  const draft = saved.read<Record<string, string>>(draftPlace) ?? {};
  for (const field of fields) field.setValue(draft[field.name] ?? '');
  form.show(submission.isPending() ? 'sending' : 'open', null);
  const timer = setInterval(() => {
    if (document.visibilityState !== 'visible') return;
    void refresh().then((now) => now && situation.replaceChildren(...situationOf(now, page)));
  }, refreshEveryMs);
  const ends = [
    listen(form.element, 'input', () =>
      saved.write(draftPlace, Object.fromEntries(fields.map((field) => [field.name, field.value()]))),
    ),
    listen(form.element, 'submit', (event) => {
      event.preventDefault();
      submit();
    }),
    listen(window, 'online', submission.networkBack),
    listen(window, 'offline', submission.networkLost),
    () => clearInterval(timer),
    submission.end,
    takeFiles(form.element, t, () => !submission.isPending(), attachments.add),
    attachments.end,
  ];
  const way = back && h('a', { class: 'way', href: linkTo(back) }, t('portal.backToRequest', { id: back.id }));
  const heading = h('h1', { tabindex: -1 }, t('portal.form.heading'));
  const head = banner(info.title, h('p', { class: 'what' }, t('portal.support')), way);
  return {
    element: h('main', { class: 'sheet' }, head, heading, situation, form.element),
    shown: () => {
      void attachments.restore();
      page.setTitle(t('portal.title.form', { company: info.title }), 0);
      // After a click on "New request" whoever listens to the page is told where it is now.
      if (back !== null) heading.focus();
    },
    end: () => ends.forEach((end) => end()),
  };
}

/** The form's element, with the field that only machines see, what came of sending, and the button. */
function createForm({ texts: { t } }: Page, fields: readonly Field[], attachments: HTMLElement) {
  const trap = h('input', { name: 'website', tabindex: -1, autocomplete: 'off', type: 'text' });
  const inputs = h('fieldset', { class: 'fields' }, ...fields.map((field) => field.element), attachments);
  const outcome = h('div', { class: 'outcome', role: 'alert' });
  const button = h('button', { type: 'submit', class: 'button' });
  const hidden = h('div', { class: 'trap', 'aria-hidden': 'true' }, h('label', {}, t('portal.form.leaveEmpty'), trap));
  return {
    element: h('form', { novalidate: true }, inputs, hidden, outcome, button),
    trapped: (): string => trap.value,
    /** open: to be filled in; sending: locked. `text`: what went wrong, or why it takes long. */
    show: (state: 'open' | 'sending', text: string | null): void => {
      const sending = state === 'sending';
      inputs.disabled = sending;
      setAttribute(button, 'aria-disabled', sending ? 'true' : null);
      button.replaceChildren(...(sending ? [icon(LoaderCircle), t('portal.form.sending')] : [t('portal.form.send')]));
      outcome.className = `outcome ${sending ? 'calm' : 'bad'}`;
      outcome.replaceChildren(...(text === null ? [] : [icon(sending ? Clock3 : CircleAlert), h('p', {}, text)]));
    },
  };
}

/** Whether anybody is there to answer, and what all who ask are told. */
function situationOf({ anybodyAvailable, answersByMail, notices }: PortalInfo, { texts: { t } }: Page): HTMLElement[] {
  const [sign, tone, text]: [Child, string, string] = anybodyAvailable
    ? [h('span', { class: 'dot', 'aria-hidden': 'true' }), 'good', t('portal.form.available')]
    : [icon(Clock3), 'calm', t(answersByMail ? 'portal.form.unavailable' : 'portal.form.unavailableStay')];
  return [
    h('p', { class: `availability ${tone}` }, sign, h('span', {}, text)),
    ...noticeList(notices, t('portal.notice')),
  ];
}

/** The field that the relay complains about, if it names one. */
function culpritOf({ details }: Refusal, info: PortalInfo, fields: readonly Field[]): Field | undefined {
  const own = info.fields.find(({ label }) => label === details?.['field']);
  return own && fields.find(({ name }) => name === ownFieldName(own.key));
}

/** What the form says, as the relay takes it. */
function inputOf(fields: readonly Field[], page: Page, website: string): PortalInput<'request.submit'> {
  const values = new Map(fields.map((field) => [field.name, field.value().trim()]));
  const own = [...values].flatMap(([name, value]) => {
    const key = ownFieldKey(name);
    return key === null ? [] : [[key, value] as const];
  });
  return {
    slug: page.slug,
    name: values.get('name') ?? '',
    email: values.get('email') ?? '',
    problem: values.get('problem') ?? '',
    fields: Object.fromEntries(own),
    language: page.texts.language,
    page: page.cameFrom,
    website,
  };
}
