// The default policy's fourteen rules, for engines that take a list of them: of each guideline the first that applies decides,
// of both guidelines the more restrictive outcome.
export const outcomes = ['decline', 'review', 'discourage', 'permit'];

const patients = ['current', 'former', 'family', 'former-family'];
const colleagues = ['reports-to-me', 'manages-me', 'peer'];

export const guidelines = [
  {
    appliesWhen: { patient: patients },
    rules: [
      { when: { predatesCare: ['yes'] }, outcome: 'permit' },
      { when: { breaksBread: ['yes'], direction: ['accept', 'existing'] }, outcome: 'permit' },
      { when: { breaksBread: ['yes'], direction: ['initiate'] }, outcome: 'review' },
      { when: { unusual: ['yes'] }, outcome: 'review' },
      { when: { account: ['professional'] }, outcome: 'permit' },
      { when: { careRole: ['yes'], patient: ['current', 'family'], direction: ['existing'] }, outcome: 'review' },
      { when: { careRole: ['yes'], patient: ['current', 'family'] }, outcome: 'decline' },
      { when: { careRole: ['yes'], patient: ['former', 'former-family'] }, outcome: 'discourage' },
      { when: { careRole: ['no'] }, outcome: 'discourage' },
    ],
  },
  {
    appliesWhen: { colleague: colleagues },
    rules: [
      { when: { colleague: ['reports-to-me'], direction: ['initiate'] }, outcome: 'discourage' },
      { when: { colleague: ['reports-to-me'], direction: ['accept', 'existing'], harmsWork: ['no'] }, outcome: 'permit' },
      { when: { colleague: ['reports-to-me'], direction: ['accept', 'existing'], harmsWork: ['yes'] }, outcome: 'decline' },
      { when: { colleague: ['manages-me'] }, outcome: 'permit' },
      { when: { colleague: ['peer'] }, outcome: 'permit' },
    ],
  },
];

/** The more restrictive of two outcomes; undefined where a guideline does not apply. */
export const stricter = (one, other) =>
  one === undefined ? other : other === undefined || outcomes.indexOf(one) < outcomes.indexOf(other) ? one : other;
