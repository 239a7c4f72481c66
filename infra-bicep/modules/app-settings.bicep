// Every setting of the app, by name, in this one place. A setting of the service is a path in ASP.NET Core's
// configuration, with __ between the parts; what each one means is said where the service reads it. A deployment
// replaces the whole set, so whatever the service reads is here: a test compares the two.

import { keyCaller, serviceSettings, texts } from 'types.bicep'

param appName string

@description('Client id of the user-assigned identity that the app runs as.')
param identityClientId string

param storageAccountName string
param telemetryConnectionString string

@description('Name of the app setting that holds the client id of the identity that stands in for a client secret at sign-in.')
param signInIdentitySetting string

param service serviceSettings

@description('Address of the vault, with a slash at its end.')
param vaultUri string

@description('Names of the secrets in it.')
param secretNames {
  pseudonymKey: string
  smtpPassword: string
  mailClientSecret: string
  teamsWebhook: string
  @description('One for each department with a workflow, in their order.')
  teamsDepartments: string[]
}

// Without a version, so that a new value of a secret is picked up.
func secret(vaultUri string, name string) string => '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${name})'

func list(prefix string, values string[]) texts =>
  toObject(range(0, length(values)), i => '${prefix}__${i}', i => values[i])

func given(name string, value string) texts => empty(value) ? {} : { '${name}': value }

func caller(key keyCaller) texts => {
  'Keys__${key.name}__Sha256': key.sha256
  ...given('Keys__${key.name}__Expires', key.?expires ?? '')
  ...list('Keys__${key.name}__Roles', key.roles)
}

// No FUNCTIONS_WORKER_RUNTIME and no FUNCTIONS_EXTENSION_VERSION: the Flex Consumption plan refuses them.
var platformSettings = {
  // At / is a page of ours, not the platform's.
  AzureWebJobsDisableHomepage: 'true'
  AzureWebJobsStorage__accountName: storageAccountName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: telemetryConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  '${signInIdentitySetting}': identityClientId
}

var plainSettings = {
  Authentication__TenantId: service.authentication.tenantId
  Authentication__Audience: service.authentication.audience
  Cloud__Login: service.cloud.login
  Cloud__Graph: service.cloud.graph
  Cloud__Outlook: service.cloud.outlook
  DigestQueue__Enabled: string(service.digests.queue)
  Digests__Day: service.digests.day
  Digests__Hour: string(service.digests.hour)
  Digests__Language: service.digests.language
  Digests__Threshold: string(service.digests.threshold)
  Friending__PublicUrl: service.publicUrl
  Friending__TimeZone: service.timeZone
  Mail__Transport: service.mail.transport
  Mail__ClientId: empty(service.mail.clientId) ? identityClientId : service.mail.clientId
  Notices__Enabled: string(service.notices.enabled)
  Notices__Language: service.notices.language
  Notices__ReminderHour: string(service.notices.reminderHour)
  Notices__TeamsCard: string(service.notices.teamsCard)
  Pseudonyms__Key: secret(vaultUri, secretNames.pseudonymKey)
  RateLimits__Anonymous: string(service.rateLimits.anonymous)
  RateLimits__Person: string(service.rateLimits.person)
  RateLimits__Program: string(service.rateLimits.program)
  Retention__Days: string(service.retentionDays)
  Reviews__DayEnd: service.reviews.dayEnd
  Reviews__DayStart: service.reviews.dayStart
  Reviews__DueWorkingHours: string(service.reviews.dueWorkingHours)
  Smtp__From: service.smtp.from
  Smtp__Port: string(service.smtp.port)
  Smtp__Security: service.smtp.security
  Smtp__SignIn: service.smtp.signIn
  Smtp__TimeoutSeconds: string(service.smtp.timeoutSeconds)
  Storage__AccountName: storageAccountName
  Storage__ClientId: identityClientId
  Storage__EndpointSuffix: environment().suffixes.storage
  Storage__ScanParallelism: string(service.scanParallelism)
}

// What is absent where it is not asked for.
var optionalSettings = union(
  given('Policy__Path', service.policyPath),
  given('Notices__StaffAddress', service.notices.staffAddress),
  given('Mail__TenantId', service.mail.tenantId),
  given('Smtp__Host', service.smtp.host),
  given('Smtp__ListUnsubscribe', service.smtp.listUnsubscribe),
  given('Smtp__User', service.smtp.user)
)

var mailSecret = empty(service.mail.tenantId)
  ? {}
  : { Mail__ClientSecret: secret(vaultUri, secretNames.mailClientSecret) }

var smtpSecret = empty(service.smtp.user) || service.smtp.signIn != 'Password'
  ? {}
  : { Smtp__Password: secret(vaultUri, secretNames.smtpPassword) }

var teamsSecret = service.teams.organisation ? { Teams__Webhook: secret(vaultUri, secretNames.teamsWebhook) } : {}

var lists = union(
  list('Callbacks__AllowedHosts', service.callbackHosts),
  list('Cors__Origins', service.corsOrigins),
  list('Digests__Recipients', service.digests.recipients),
  list('Notices__Escalation', service.notices.escalation),
  list('Notices__Team', service.notices.team),
  list('Reviews__Holidays', service.reviews.holidays),
  list('Reviews__WorkingDays', service.reviews.workingDays)
)

var departments = map(range(0, length(service.digests.departments)), i => {
  'Digests__Departments__${i}__Name': service.digests.departments[i].name
  ...list('Digests__Departments__${i}__Recipients', service.digests.departments[i].recipients)
})

var groups = map(range(0, length(service.groups)), i => {
  'Groups__${i}__Name': service.groups[i].name
  'Groups__${i}__Address': service.groups[i].address
  ...list('Groups__${i}__Departments', service.groups[i].?departments ?? [])
})

var teamsDepartments = map(range(0, length(service.teams.departments)), i => {
  'Teams__Departments__${i}__Name': service.teams.departments[i]
  'Teams__Departments__${i}__Webhook': secret(vaultUri, secretNames.teamsDepartments[i])
})

resource app 'Microsoft.Web/sites@2025-03-01' existing = {
  name: appName
}

resource settings 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'appsettings'
  properties: union(
    platformSettings,
    plainSettings,
    optionalSettings,
    mailSecret,
    smtpSecret,
    teamsSecret,
    lists,
    reduce(
      concat(departments, groups, teamsDepartments, map(service.callers, key => caller(key))),
      {},
      (all, one) => union(all, one)
    )
  )
}
