// All that Friending needs in Azure, in one resource group. README.md tells how to deploy it.
targetScope = 'resourceGroup'

import {
  callerLimits
  dayOfWeek
  departmentDigest
  dnsZones
  keyCaller
  noticeSettings
  offeredGroup
  principal
  reviewTimes
  secretTexts
  subnets
  texts
} from 'modules/types.bicep'

@description('Start of every name: lower-case letters and digits.')
@minLength(3)
@maxLength(10)
param name string = 'friending'

@description('Short name of the environment, part of every name.')
@minLength(2)
@maxLength(4)
param environmentName string

param location string = resourceGroup().location

@description('Tags of every resource.')
param tags texts = {}

@description('Replication of the storage account.')
param storageSku 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GZRS' = 'Standard_ZRS'

@description('Days for which deleted blobs can be brought back.')
param softDeleteDays int = 30

@description('Keeps the storage account from being deleted by mistake. Whoever deploys then needs the right to lock.')
param deleteLock bool = false

@description('Keeps a deleted vault for 90 days, whoever asks. Cannot be undone.')
param purgeProtection bool = true

@description('Days for which logs and metrics are kept.')
param logRetentionDays int = 90

@description('Gigabytes of logs a day after which no more are accepted; -1 for no limit.')
param logDailyCapGB int = 1

@description('Instances kept warm for HTTP calls; 0 lets the app scale to nothing.')
param alwaysReadyInstances int = 0

@description('The most instances that run at once.')
param maximumInstances int = 40

@description('Memory of an instance, in MB. 512 is not offered: host and worker need more than it leaves.')
param instanceMemoryMB 2048 | 4096 = 2048

@description('Spreads instances over the zones of the region; needs zone-redundant storage.')
param zoneRedundant bool = false

@description('How running instances are replaced: one after the other, with their executions finished, or all at once.')
param updateStrategy 'Recreate' | 'RollingUpdate' = 'RollingUpdate'

@description('Puts storage and vault behind private endpoints, reached through a virtual network. The app itself stays reachable: people and flows call it.')
param privateNetwork bool = false

@description('Address space of that network, a /25 or larger, where it is made here.')
param networkAddressPrefix string = '10.64.0.0/24'

@description('Subnets of a network that exists already, in place of one that is made here.')
param existingSubnets subnets?

@description('Private DNS zones that exist already, in place of zones that are made here.')
param existingDnsZones dnsZones?

@description('Tenant whose people may sign in.')
param entraTenantId string = tenant().tenantId

@description('Client id of the app registration in Entra ID.')
param entraClientId string

@description('What a token has to be for: the application id URI of that registration.')
param entraAudience string = 'api://${entraClientId}'

@description('Client ids of other applications that call with people\'s tokens, such as an assistant\'s.')
param clientApplications string[] = []

@description('Endpoint of Entra ID, which signs people in and issues tokens; the one of the cloud deployed in, unless another is named.')
param loginEndpoint string = environment().authentication.loginEndpoint

@description('Endpoint of Microsoft Graph; sovereign clouds have others, such as https://graph.microsoft.us.')
param graphEndpoint string = 'https://graph.microsoft.com'

@description('Endpoint of Exchange Online; sovereign clouds have others, such as https://outlook.office365.us.')
param outlookEndpoint string = 'https://outlook.office365.com'

@description('Callers with a key, by the SHA-256 of the key.')
param callers keyCaller[] = []

@description('Calls a minute of each kind of caller.')
param rateLimits callerLimits = {
  person: 600
  program: 12000
  anonymous: 3000
}

@description('Hosts that callbacks may lead to, such as *.example.org.')
param callbackHosts string[] = []

@description('Exact https origins whose pages may call with a person\'s token, such as https://intranet.example.org.')
param corsOrigins string[] = []

@description('Identities of flows that put requests on the queue and pick decisions and digests up.')
param flowPrincipals principal[] = []

@description('Who operates the service: reads logs and tables, restarts the app, puts messages back.')
param operators principal[] = []

@description('Addresses on the internet from which storage and vault are reached in a private network too: an operator\'s way in. Empty again when done.')
param operatorAddresses string[] = []

@description('Where people open the pages; empty for the app\'s own address.')
param publicUrl string = ''

@description('IANA name of the organisation\'s time zone.')
param timeZone string

@description('Days for which decisions are kept.')
param retentionDays int = 730

@description('Partitions that are read in parallel for a range of time.')
param scanParallelism int = 8

@description('Path of a policy document in the app\'s package; empty for the default policy.')
param policyPath string = ''

@description('When people work, in the organisation\'s time zone, and how soon they decide what waits for them.')
param reviews reviewTimes = {
  dueWorkingHours: 16
  workingDays: []
  dayStart: '08:00'
  dayEnd: '16:00'
  holidays: []
}

@description('Who is told by mail what happens to a case; off unless it says so.')
param notices noticeSettings = {
  enabled: false
  staffAddress: ''
  team: []
  escalation: []
  teamsCard: false
  language: 'en'
  reminderHour: 8
}

@description('Day on which the weekly digest goes out, in the organisation\'s time zone.')
param digestDay dayOfWeek = 'Monday'

@description('Hour of that day at which it goes out.')
param digestHour int = 7

param digestLanguage 'en' | 'es' = 'en'

@description('Numbers from one up to, not including, this are hidden from readers; 1 hides nothing.')
param digestThreshold int = 5

@description('Whether digests are put on a queue for flows.')
param digestQueue bool = true

@description('E-mail addresses that the whole organisation\'s digest goes to.')
param digestRecipients string[] = []

@description('Departments with a digest of their own.')
param digestDepartments departmentDigest[] = []

@description('Groups that the organisation offers to patients and staff; answers name them as a way to stay in touch.')
param groups offeredGroup[] = []

@description('How mail is sent: by a mail server, or by Microsoft Graph from the mailbox of smtpFrom.')
param mailTransport 'Smtp' | 'Graph' = 'Smtp'

@description('Tenant of an app registration that gets tokens for mail with a client secret; empty for the app\'s managed identity.')
param mailTenantId string = ''

@description('Client id of that registration.')
param mailClientId string = ''

@secure()
@description('Client secret of that registration. Empty leaves the stored one as it is.')
param mailClientSecret string = ''

@description('Mail server; empty for none.')
param smtpHost string = ''
param smtpPort int = 587
param smtpSecurity 'StartTls' | 'Tls' | 'None' = 'StartTls'

@description('How the user signs in: with a password, or with a token of Entra ID.')
param smtpSignIn 'Password' | 'OAuth' = 'Password'

@description('Address that mails come from.')
param smtpFrom string = ''

@description('User name at the SMTP server; empty for a relay that asks for no password.')
param smtpUser string = ''

@secure()
@description('Password of that user. Empty leaves the stored one as it is.')
param smtpPassword string = ''

@secure()
@description('The key that staff ids are hashed with, 32 characters or more: the same for as long as the service runs. Empty leaves the stored one as it is.')
param pseudonymKey string = ''

@description('Where readers can leave: a mailto: or https: address; empty for none.')
param smtpListUnsubscribe string = ''

@description('Seconds to wait for the mail server, at each step.')
param smtpTimeoutSeconds int = 30

@description('Whether the whole organisation\'s digest goes to a Teams workflow.')
param teamsOrganisation bool = false

@secure()
@description('Address of that workflow. Empty leaves the stored one as it is.')
param teamsWebhook string = ''

@description('Departments whose digests go to Teams workflows of their own.')
param teamsDepartments string[] = []

@description('Addresses of those workflows, by department. What is left out stays as it is.')
param teamsDepartmentWebhooks secretTexts = {}

@description('E-mail addresses that alerts go to.')
param alertEmails string[]

@description('Address of docs/runbook.md as your engineers read it; alerts link to their entries there.')
param runbookUrl string = ''

@description('Asks for /health/ready from three places every quarter of an hour.')
param availabilityTest bool = false

@description('What a month may cost, in the subscription\'s currency; 0 for no budget.')
param monthlyBudget int = 0

@description('First day of the month that the budget begins in, such as 2027-01-01.')
param budgetStart string = ''

var prefix = '${name}-${environmentName}'
var suffix = uniqueString(resourceGroup().id)
var vaultName = take('${name}${environmentName}${suffix}', 24)
var appName = '${prefix}-${suffix}'
var dnsZoneOf = existingDnsZones ?? { blob: '', queue: '', table: '', vault: '' }
var makesNetwork = privateNetwork && existingSubnets == null

// The name that App Service gives this setting: https://learn.microsoft.com/azure/app-service/configure-authentication-provider-aad
var signInIdentitySetting = 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID'

var secretNames = {
  pseudonymKey: 'pseudonym-key'
  smtpPassword: 'smtp-password'
  mailClientSecret: 'mail-client-secret'
  teamsWebhook: 'teams-webhook'
  teamsDepartments: map(teamsDepartments, department => 'teams-webhook-${uniqueString(department)}')
}

// User-assigned, because it exists before the app: its roles are in force when the app first starts, fetches its
// package and resolves its Key Vault reference; they outlive an app that is made anew; and the app registration can
// trust it (a federated credential), so that sign-in needs no client secret.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${prefix}-identity'
  location: location
  tags: tags
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    workspaceName: '${prefix}-logs'
    componentName: '${prefix}-insights'
    location: location
    tags: tags
    retentionDays: logRetentionDays
    dailyCapGB: logDailyCapGB
    appIdentityId: identity.id
    appPrincipalId: identity.properties.principalId
  }
}

module storage 'modules/storage.bicep' = {
  params: {
    name: take('${name}${environmentName}${suffix}', 24)
    location: location
    tags: tags
    skuName: storageSku
    softDeleteDays: softDeleteDays
    auditDays: retentionDays
    publicAccess: !privateNetwork
    allowedAddresses: operatorAddresses
    deleteLock: deleteLock
    appIdentityId: identity.id
    appPrincipalId: identity.properties.principalId
    flowPrincipals: flowPrincipals
    operators: operators
    workspaceId: monitoring.outputs.workspaceId
  }
}

module keyVault 'modules/key-vault.bicep' = {
  params: {
    name: vaultName
    location: location
    tags: tags
    publicAccess: !privateNetwork
    allowedAddresses: operatorAddresses
    purgeProtection: purgeProtection
    appIdentityId: identity.id
    appPrincipalId: identity.properties.principalId
    secretNames: concat(
      [secretNames.pseudonymKey, secretNames.smtpPassword, secretNames.mailClientSecret, secretNames.teamsWebhook],
      secretNames.teamsDepartments
    )
    secrets: union(
      {
        '${secretNames.pseudonymKey}': pseudonymKey
        '${secretNames.smtpPassword}': smtpPassword
        '${secretNames.mailClientSecret}': mailClientSecret
        '${secretNames.teamsWebhook}': teamsWebhook
      },
      toObject(
        range(0, length(teamsDepartments)),
        i => secretNames.teamsDepartments[i],
        i => teamsDepartmentWebhooks[?teamsDepartments[i]] ?? ''
      )
    )
    workspaceId: monitoring.outputs.workspaceId
  }
}

module network 'modules/network.bicep' = if (makesNetwork) {
  params: {
    name: '${prefix}-network'
    location: location
    tags: tags
    addressPrefix: networkAddressPrefix
  }
}

var storageSuffix = environment().suffixes.storage
var vaultZone = 'privatelink${replace(environment().suffixes.keyvaultDns, '.vault.', '.vaultcore.')}'
var privateTargets = [
  { groupId: 'blob', zoneName: 'privatelink.blob.${storageSuffix}' }
  { groupId: 'queue', zoneName: 'privatelink.queue.${storageSuffix}' }
  { groupId: 'table', zoneName: 'privatelink.table.${storageSuffix}' }
  { groupId: 'vault', zoneName: vaultZone }
]

module privateEndpoints 'modules/private-endpoint.bicep' = [
  for target in privateTargets: if (privateNetwork) {
    params: {
      name: '${prefix}-${target.groupId}'
      location: location
      tags: tags
      subnetId: makesNetwork ? network!.outputs.endpointSubnetId : existingSubnets!.endpoints
      networkId: makesNetwork ? network!.outputs.id : join(take(split(existingSubnets!.endpoints, '/'), 9), '/')
      targetId: target.groupId == 'vault' ? keyVault.outputs.id : storage.outputs.id
      groupId: target.groupId
      zoneName: target.zoneName
      existingZoneId: dnsZoneOf[target.groupId]
    }
  }
]

module app 'modules/function-app.bicep' = {
  params: {
    name: appName
    planName: '${prefix}-plan'
    location: location
    tags: tags
    identityId: identity.id
    deploymentContainerUrl: storage.outputs.deploymentContainerUrl
    alwaysReadyInstances: alwaysReadyInstances
    maximumInstances: maximumInstances
    instanceMemoryMB: instanceMemoryMB
    zoneRedundant: zoneRedundant
    updateStrategy: updateStrategy
    outboundSubnetId: !privateNetwork ? '' : makesNetwork ? network!.outputs.appSubnetId : existingSubnets!.app
    entraTenantId: entraTenantId
    entraClientId: entraClientId
    entraAudience: entraAudience
    clientApplications: clientApplications
    loginEndpoint: loginEndpoint
    signInIdentitySetting: signInIdentitySetting
    operators: operators
    workspaceId: monitoring.outputs.workspaceId
  }
  // The app must find storage and vault at their private addresses when it starts.
  dependsOn: [privateEndpoints]
}

module appSettings 'modules/app-settings.bicep' = {
  params: {
    appName: appName
    identityClientId: identity.properties.clientId
    storageAccountName: storage.outputs.name
    telemetryConnectionString: monitoring.outputs.connectionString
    signInIdentitySetting: signInIdentitySetting
    // Computed, so that what-if and a review see which secret each setting refers to.
    vaultUri: 'https://${vaultName}${environment().suffixes.keyvaultDns}/'
    secretNames: secretNames
    service: {
      publicUrl: empty(publicUrl) ? 'https://${app.outputs.hostName}' : publicUrl
      timeZone: timeZone
      retentionDays: retentionDays
      policyPath: policyPath
      authentication: {
        tenantId: entraTenantId
        audience: entraAudience
      }
      cloud: {
        login: loginEndpoint
        graph: graphEndpoint
        outlook: outlookEndpoint
      }
      callers: callers
      rateLimits: rateLimits
      groups: groups
      callbackHosts: callbackHosts
      corsOrigins: corsOrigins
      scanParallelism: scanParallelism
      reviews: reviews
      notices: notices
      digests: {
        day: digestDay
        hour: digestHour
        language: digestLanguage
        threshold: digestThreshold
        queue: digestQueue
        recipients: digestRecipients
        departments: digestDepartments
      }
      mail: {
        transport: mailTransport
        tenantId: mailTenantId
        clientId: mailClientId
      }
      smtp: {
        host: smtpHost
        port: smtpPort
        security: smtpSecurity
        signIn: smtpSignIn
        user: smtpUser
        from: smtpFrom
        listUnsubscribe: smtpListUnsubscribe
        timeoutSeconds: smtpTimeoutSeconds
      }
      teams: {
        organisation: teamsOrganisation
        departments: teamsDepartments
      }
    }
  }
  // What the settings refer to is there before them.
  dependsOn: [keyVault]
}

module alerts 'modules/alerts.bicep' = {
  params: {
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    componentId: monitoring.outputs.componentId
    storageAccountId: storage.outputs.id
    namePrefix: prefix
    emails: alertEmails
    runbookUrl: runbookUrl
    availabilityTest: availabilityTest
    readinessUrl: 'https://${app.outputs.hostName}/health/ready'
    monthlyBudget: monthlyBudget
    budgetStart: budgetStart
  }
}

// Monitoring Reader: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/monitor
var monitoringReaderRole = '43d0d8ad-25c7-4714-9337-8ba259a9fe05'

resource operatorRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for operator in operators: {
    name: guid(resourceGroup().id, operator.id, monitoringReaderRole)
    properties: {
      principalId: operator.id
      principalType: operator.type
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringReaderRole)
    }
  }
]

@description('Name of the app, for deploying its package.')
output appName string = appName

@description('Where the app answers.')
output url string = 'https://${app.outputs.hostName}'

@description('Storage account with the queues that flows use.')
output storageAccountName string = storage.outputs.name

@description('Object id of the app\'s identity: the subject of the federated credential that lets people sign in.')
output identityPrincipalId string = identity.properties.principalId
