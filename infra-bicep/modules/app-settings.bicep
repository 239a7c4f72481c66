// Every setting of the app, by name, in this one place. A setting of the service is a path in ASP.NET Core's
// configuration, with __ between the parts; what each one means is said where the service reads it.

param appName string

@description('Client id of the user-assigned identity that the app runs as.')
param identityClientId string

param storageAccountName string
param telemetryConnectionString string

@description('Name of the app setting that holds the client id of the identity that stands in for a client secret at sign-in.')
param signInIdentitySetting string

param service serviceSettings

@description('Address of the secret with the SMTP password, without a version so that a new password is picked up.')
param smtpCredentialUri string

@description('Address of the secret with the key of pseudonyms.')
param pseudonymKeyUri string

@export()
@description('The days of a week, in the order of System.DayOfWeek.')
type dayOfWeek = 'Sunday' | 'Monday' | 'Tuesday' | 'Wednesday' | 'Thursday' | 'Friday' | 'Saturday'

@export()
@description('A caller with a key. The key itself is known to the caller only.')
type keyCaller = {
  @description('Letters, digits and underscores: it is part of a setting\'s name.')
  @minLength(1)
  name: string

  @description('SHA-256 of the key, in hexadecimal; while it is replaced, of the new and the old one, separated by a comma.')
  @minLength(64)
  @maxLength(260)
  sha256: string

  @description('From when on the key is good no more, such as 2027-06-30T00:00:00Z; never, if it is left out.')
  expires: string?

  @minLength(1)
  roles: ('Submit' | 'Review' | 'Audit' | 'Admin')[]
}

@export()
@description('What the service itself is told.')
type serviceSettings = {
  @description('Where people open the pages: https address without a slash at its end.')
  publicUrl: string

  @description('IANA name of the organisation\'s time zone.')
  timeZone: string

  @description('Days for which decisions are kept.')
  @minValue(1)
  retentionDays: int

  @description('Path of a policy document in the app\'s package; empty for the default policy.')
  policyPath: string

  authentication: {
    tenantId: string
    audience: string
  }

  callers: keyCaller[]

  digests: {
    day: dayOfWeek

    @description('Hour of the day, 0 to 23, in the organisation\'s time zone.')
    @minValue(0)
    @maxValue(23)
    hour: int

    recipients: string[]
  }

  smtp: {
    host: string
    port: int

    @description('Empty for a relay that asks for no password.')
    user: string
    from: string
  }
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
  Storage__AccountName: storageAccountName
  Storage__ClientId: identityClientId
  Pseudonyms__Key: '@Microsoft.KeyVault(SecretUri=${pseudonymKeyUri})'
  Friending__PublicUrl: service.publicUrl
  Friending__TimeZone: service.timeZone
  Authentication__TenantId: service.authentication.tenantId
  Authentication__Audience: service.authentication.audience
  DigestQueue__Enabled: 'true'
  Digests__Day: service.digests.day
  Digests__Hour: string(service.digests.hour)
  Smtp__Host: service.smtp.host
  Smtp__Port: string(service.smtp.port)
  Smtp__From: service.smtp.from
  Retention__Days: string(service.retentionDays)
}

var policySettings = empty(service.policyPath) ? {} : { Policy__Path: service.policyPath }

var smtpSignIn = empty(service.smtp.user)
  ? {}
  : {
      Smtp__User: service.smtp.user
      Smtp__Password: '@Microsoft.KeyVault(SecretUri=${smtpCredentialUri})'
    }

var recipientSettings = toObject(
  range(0, length(service.digests.recipients)),
  i => 'Digests__Recipients__${i}',
  i => service.digests.recipients[i]
)

var callerSettings = map(service.callers, caller => {
  'Keys__${caller.name}__Sha256': caller.sha256
  ...(empty(caller.?expires) ? {} : { 'Keys__${caller.name}__Expires': caller.?expires })
  ...toObject(range(0, length(caller.roles)), i => 'Keys__${caller.name}__Roles__${i}', i => caller.roles[i])
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
    policySettings,
    smtpSignIn,
    recipientSettings,
    reduce(callerSettings, {}, (all, one) => union(all, one))
  )
}
