// How answers to questions become the request that the service takes (POST /api/evaluate, POST /api/requests).

const yes = value => value === 'yes';

const places = {
  patient: (request, value) => { request.otherParty = { ...request.otherParty, patient: value }; },
  colleague: (request, value) => { request.otherParty = { ...request.otherParty, colleague: value }; },
  careRole: (request, value) => { request.staff = { ...request.staff, careRole: yes(value) }; },
  direction: (request, value) => { request.direction = value; },
  account: (request, value) => { request.account = value; },
  predatesCare: circumstance('friendshipPredatesCare'),
  breaksBread: circumstance('wouldBreakBread'),
  unusual: circumstance('otherUnusual'),
  harmsWork: circumstance('harmsWorkRelationship'),
};

/** Facts that a submission must state, whether or not the answer hangs on them. */
export const required = ['patient', 'direction'];

/** Whether a request can state that fact. */
export const canState = fact => places[fact] !== undefined;

/** The request that states these facts: pairs of name and value. */
export function requestOf(facts) {
  const request = {};
  for (const [fact, value] of facts) places[fact](request, value);
  return request;
}

function circumstance(member) {
  return (request, value) => { request.circumstances = { ...request.circumstances, [member]: yes(value) }; };
}
