// Who hears of trouble, and of which. Rules over logs read what the app itself reports: AppMetrics holds the metrics of the meter
// Friending, AppRequests the calls and the runs of triggers. Each rule has an entry of its name in docs/runbook.md.

import { texts } from 'types.bicep'

param location string
param tags texts

@description('Log Analytics workspace that the app reports to.')
param workspaceId string

@description('Application Insights component that the app reports to.')
param componentId string

@description('Storage account whose throttling raises an alert.')
param storageAccountId string

@description('Start of the names of rules and action group.')
param namePrefix string

@description('E-mail addresses that alerts go to.')
param emails string[]

@description('Address of docs/runbook.md; empty: alerts name the file only.')
param runbookUrl string

@description('Whether availability tests call the service from outside.')
param availabilityTest bool

@description('Address that these tests call.')
param readinessUrl string

@description('What a month may cost, in the subscription\'s currency; 0 for no budget.')
@minValue(0)
param monthlyBudget int

@description('First day of the month that the budget begins in, such as 2027-01-01.')
param budgetStart string

// One row of a query's result is one alarm. Severity 1 wakes somebody, 2 is for the same day, 3 for the next one.
var logRules = [
  {
    name: 'poison-queue'
    title: 'Messages wait in the poison queue'
    severity: 2
    every: 'PT5M'
    window: 'PT15M'
    query: loadTextContent('../alerts/poison-queue.kql')
    dimensions: []
  }
  {
    name: 'digest-missing'
    title: 'A weekly digest was not sent'
    severity: 2
    every: 'PT1H'
    window: 'PT2H'
    query: loadTextContent('../alerts/digest-missing.kql')
    dimensions: ['Audience', 'Channel']
  }
  {
    name: 'failures'
    title: 'An operation or a trigger fails again and again'
    severity: 1
    every: 'PT5M'
    window: 'PT1H'
    query: loadTextContent('../alerts/failures.kql')
    dimensions: ['OperationName']
  }
  {
    name: 'exceptions'
    title: 'The same exception again and again'
    severity: 2
    every: 'PT15M'
    window: 'PT1H'
    query: loadTextContent('../alerts/exceptions.kql')
    dimensions: ['ExceptionType']
  }
  {
    name: 'latency'
    title: 'One call in twenty takes more than three seconds'
    severity: 2
    every: 'PT5M'
    window: 'PT30M'
    query: loadTextContent('../alerts/latency.kql')
    dimensions: []
  }
  {
    name: 'outbox-backlog'
    title: 'Events are not delivered'
    severity: 2
    every: 'PT15M'
    window: 'PT30M'
    query: loadTextContent('../alerts/outbox-backlog.kql')
    dimensions: []
  }
  {
    name: 'queue-delay'
    title: 'Requests wait on the queue for more than ten minutes'
    severity: 2
    every: 'PT5M'
    window: 'PT15M'
    query: loadTextContent('../alerts/queue-delay.kql')
    dimensions: []
  }
  {
    name: 'queue-stuck'
    title: 'No message is taken off the queue'
    severity: 1
    every: 'PT5M'
    window: 'PT15M'
    query: loadTextContent('../alerts/queue-stuck.kql')
    dimensions: []
  }
  {
    name: 'callbacks-given-up'
    title: 'A callback was given up'
    severity: 3
    every: 'PT1H'
    window: 'PT1H'
    query: loadTextContent('../alerts/callbacks-given-up.kql')
    dimensions: []
  }
  {
    name: 'reviews-overdue'
    title: 'A review has waited for more than three days'
    severity: 3
    every: 'PT1H'
    window: 'PT2H'
    query: loadTextContent('../alerts/reviews-overdue.kql')
    dimensions: []
  }
  {
    name: 'notices-lost'
    title: 'Somebody was not told of a case, and will not be'
    severity: 2
    every: 'PT1H'
    window: 'PT1H'
    query: loadTextContent('../alerts/notices-lost.kql')
    dimensions: ['Kind']
  }
  {
    name: 'notices-late'
    title: 'Nobody is told of cases: mail and cards wait'
    severity: 2
    every: 'PT1H'
    window: 'PT1H'
    query: loadTextContent('../alerts/notices-late.kql')
    dimensions: []
  }
  {
    name: 'no-decisions'
    title: 'No decision in a working day'
    severity: 3
    every: 'PT6H'
    window: 'P1D'
    query: loadTextContent('../alerts/no-decisions.kql')
    dimensions: []
  }
  {
    // The other rules hear nothing when the app reports nothing; this one does.
    name: 'silent'
    title: 'The service reports nothing'
    severity: 1
    every: 'PT15M'
    window: 'PT30M'
    query: loadTextContent('../alerts/silent.kql')
    dimensions: []
  }
  {
    name: 'log-cap'
    title: 'The daily cap of logs is reached'
    severity: 2
    every: 'PT15M'
    window: 'PT1H'
    query: loadTextContent('../alerts/log-cap.kql')
    dimensions: []
  }
]

var readinessRule = {
  name: 'not-ready'
  title: 'The service is not ready, seen from outside'
  severity: 1
  every: 'PT5M'
  window: 'PT30M'
  query: loadTextContent('../alerts/not-ready.kql')
  dimensions: []
}
var rules = availabilityTest ? concat(logRules, [readinessRule]) : logRules

// Places that ask: https://learn.microsoft.com/azure/azure-monitor/app/availability#location-population-tags
var places = ['emea-nl-ams-azr', 'us-va-ash-azr', 'apac-sg-sin-azr']

func runbook(url string, rule string) string => 'Runbook: ${empty(url) ? 'docs/runbook.md' : url}#${rule}'

resource actionGroup 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${namePrefix}-alerts'
  location: 'global'
  tags: tags
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
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: rule.title
      description: runbook(runbookUrl, rule.name)
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
            // An alarm of its own for each value.
            dimensions: map(rule.dimensions, dimension => {
              name: dimension
              operator: 'Include'
              values: ['*']
            })
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

// By the platform's own metric, since a call that is throttled may never become a log of ours.
resource throttling 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${namePrefix}-storage-throttled'
  location: 'global'
  tags: tags
  properties: {
    description: runbook(runbookUrl, 'storage-throttled')
    enabled: true
    severity: 2
    scopes: [storageAccountId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'throttled'
          metricName: 'Transactions'
          metricNamespace: 'Microsoft.Storage/storageAccounts'
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: 10
          // https://learn.microsoft.com/azure/storage/common/monitor-storage-reference#metrics-dimensions
          dimensions: [
            {
              name: 'ResponseType'
              operator: 'Include'
              values: [
                'ClientThrottlingError'
                'ClientAccountRequestThrottlingError'
                'ServerBusyError'
                'ServerTimeoutError'
              ]
            }
          ]
        }
      ]
    }
    actions: [
      {
        actionGroupId: actionGroup.id
      }
    ]
  }
}

resource readiness 'Microsoft.Insights/webtests@2022-06-15' = if (availabilityTest) {
  name: '${namePrefix}-ready'
  location: location
  // The component that the results belong to is told by this tag.
  tags: union(tags, { 'hidden-link:${componentId}': 'Resource' })
  kind: 'standard'
  properties: {
    SyntheticMonitorId: '${namePrefix}-ready'
    Name: '${namePrefix}-ready'
    Kind: 'standard'
    Enabled: true
    Frequency: 900
    Timeout: 60
    RetryEnabled: true
    Locations: [for place in places: { Id: place }]
    Request: {
      RequestUrl: readinessUrl
      HttpVerb: 'GET'
    }
    ValidationRules: {
      ExpectedHttpStatusCode: 200
      SSLCheck: true
      SSLCertRemainingLifetimeCheck: 14
    }
  }
}

resource budget 'Microsoft.Consumption/budgets@2024-08-01' = if (monthlyBudget > 0) {
  name: '${namePrefix}-budget'
  properties: {
    category: 'Cost'
    amount: monthlyBudget
    timeGrain: 'Monthly'
    timePeriod: {
      startDate: budgetStart
    }
    notifications: {
      forecast: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: emails
        contactGroups: [actionGroup.id]
      }
      actual: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 90
        thresholdType: 'Actual'
        contactEmails: emails
        contactGroups: [actionGroup.id]
      }
    }
  }
}

// The service levels of docs/operations.md, week by week.
resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, namePrefix, 'service-levels')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: '${namePrefix}: service levels'
    category: 'workbook'
    sourceId: workspaceId
    serializedData: loadTextContent('../service-levels.workbook.json')
  }
}
