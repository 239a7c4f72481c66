// Who hears of trouble, and of which. The rules read what the app itself reports to Log Analytics: AppMetrics holds
// the metrics of the meter Friending, AppRequests the calls.

param location string

@description('Log Analytics workspace that the app reports to.')
param workspaceId string

@description('Start of the names of rules and action group.')
param namePrefix string

@description('E-mail addresses that alerts go to.')
param emails string[]

@description('IANA name of the organisation\'s time zone.')
param timeZone string

@description('Number of the weekday that the digest is sent on: Sunday is 0.')
@minValue(0)
@maxValue(6)
param digestDay int

@description('Hour of that day by which the digest must have been sent.')
@minValue(0)
@maxValue(23)
param digestDueHour int

// One row is one alarm: a rule fires when its query returns any.
var rules = [
  {
    // Azure Monitor has no metric for a single queue, only for all queues of an account and once an hour. So the app
    // reads the queue's length itself and reports it; here the newest reading counts.
    name: 'poison-queue'
    title: 'Messages wait in the poison queue'
    description: 'Messages in friending-requests-poison could not be read or processed. Each one carries its reason; put it back on friending-requests once it is mended.'
    severity: 1
    every: 'PT5M'
    window: 'PT15M'
    query: '''
AppMetrics
| where Name == 'friending.poison.messages'
| summarize arg_max(TimeGenerated, Max)
| where Max > 0
'''
  }
  {
    // Counts from the due hour to the end of the next day, so that the alarm stays up until somebody has seen it, and
    // no longer than the two days that a rule can look back.
    name: 'digest-missing'
    title: 'The weekly digest was not sent'
    description: 'No digest was sent by the hour it is due. See GET /api/digests/{isoWeek}, then POST /api/digests/{isoWeek}/send.'
    severity: 2
    every: 'PT1H'
    window: 'P2D'
    query: replace(
      replace(
        replace(
          '''
let local = (t: datetime) { datetime_utc_to_local(t, '<timeZone>') };
let today = startofday(local(now()));
let daysSince = (toint(dayofweek(today) / 1d) + 7 - <digestDay>) % 7;
let digestDay = today - daysSince * 1d;
AppMetrics
| where Name == 'friending.digests.sent' and local(TimeGenerated) >= digestDay
| summarize Sent = coalesce(sum(Sum), 0.0)
| where Sent == 0 and daysSince <= 1 and local(now()) >= digestDay + <digestDueHour> * 1h
''',
          '<timeZone>',
          timeZone
        ),
        '<digestDay>',
        string(digestDay)
      ),
      '<digestDueHour>',
      string(digestDueHour)
    )
  }
  {
    name: 'server-errors'
    title: 'More than one call in twenty fails'
    description: 'Over 5 % of at least 20 calls in a quarter of an hour were answered with a status of 500 or above.'
    severity: 1
    every: 'PT5M'
    window: 'PT15M'
    query: '''
AppRequests
| where isnotempty(ResultCode)
| summarize Calls = sum(ItemCount), Failed = sumif(ItemCount, toint(ResultCode) >= 500)
| where Calls >= 20 and Failed > 0.05 * Calls
'''
  }
  {
    name: 'reviews-overdue'
    title: 'A review has waited for more than three days'
    description: 'The oldest pending review is more than 72 hours old. The list is at /reviews.'
    severity: 3
    every: 'PT1H'
    window: 'PT2H'
    query: '''
AppMetrics
| where Name == 'friending.reviews.oldest.hours'
| summarize arg_max(TimeGenerated, Max)
| where Max > 72
'''
  }
  {
    // The rules above hear nothing when the app reports nothing; this one does.
    name: 'silent'
    title: 'The service reports nothing'
    description: 'The length of the poison queue, which a timer reports every minute, has not been heard of for half an hour: the app does not run or cannot report.'
    severity: 1
    every: 'PT15M'
    window: 'PT30M'
    query: '''
AppMetrics
| where Name == 'friending.poison.messages'
| summarize Readings = count()
| where Readings == 0
'''
  }
]

resource actionGroup 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${namePrefix}-alerts'
  location: 'global'
  properties: {
    enabled: true
    groupShortName: 'friending'
    emailReceivers: [
      for email in emails: {
        name: email
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: '${namePrefix}-${rule.name}'
    location: location
    kind: 'LogAlert'
    properties: {
      displayName: rule.title
      description: rule.description
      enabled: true
      severity: rule.severity
      scopes: [workspaceId]
      evaluationFrequency: rule.every
      windowSize: rule.window
      autoMitigate: true
      // A new workspace has none of the tables yet, and a rule over a missing table is refused at its creation.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: [actionGroup.id]
      }
    }
  }
]
