// All that Friending needs in Azure, in one resource group. README.md tells how to deploy it.
targetScope = 'resourceGroup'

import { flowPrincipal } from 'modules/storage.bicep'
import { dayOfWeek, keyCaller } from 'modules/app-settings.bicep'

@description('Start of every name: lower-case letters and digits.')
@minLength(3)
@maxLength(10)
param name string = 'friending'

@description('Short name of the environment, part of every name.')
@minLength(2)
@maxLength(4)
param environmentName string

param location string = resourceGroup().location

@description('Replication of the storage account.')
param storageSku 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GZRS' = 'Standard_ZRS'

@description('Days for which deleted blobs can be brought back.')
param softDeleteDays int = 30

@description('Days for which logs and metrics are kept.')
param logRetentionDays int = 90

@description('Instances kept warm for HTTP calls; 0 lets the app scale to nothing.')
param alwaysReadyInstances int = 0

@description('The most instances that run at once.')
param maximumInstances int = 40

@description('Memory of an instance, in MB.')
param instanceMemoryMB 512 | 2048 | 4096 = 2048

@description('Puts storage and vault behind private endpoints, reached through a virtual network. The app itself stays reachable: people and flows call it.')
param privateNetwork bool = false

@description('Address space of that network, a /25 or larger.')
param networkAddressPrefix string = '10.64.0.0/24'

@description('Tenant whose people may sign in.')
param entraTenantId string = tenant().tenantId

@description('Client id of the app registration in Entra ID.')
param entraClientId string

@description('What a token has to be for: the application id URI of that registration.')
param entraAudience string = 'api://${entraClientId}'

@description('Callers with a key, by the SHA-256 of the key.')
param callers keyCaller[] = []

@description('Identities of flows that put requests on the queue and pick decisions and digests up.')
param flowPrincipals flowPrincipal[] = []

@description('Where people open the pages; empty for the app\'s own address.')
param publicUrl string = ''

@description('IANA name of the organisation\'s time zone.')
param timeZone string

@description('Days for which decisions are kept.')
param retentionDays int = 730

@description('Path of a policy document in the app\'s package; empty for the default policy.')
param policyPath string = ''

@description('Day on which the weekly digest goes out, in the organisation\'s time zone.')
param digestDay dayOfWeek = 'Monday'

@description('Hour of that day at which it goes out.')
param digestHour int = 7

@description('Hour of that day by which it must have gone out; an alert tells when it has not.')
param digestDueHour int = 12

@description('E-mail addresses that the digest goes to.')
param digestRecipients string[]

param smtpHost string
param smtpPort int = 587

@description('Address that digests come from.')
param smtpFrom string

@description('User name at the SMTP server; empty for a relay that asks for no password.')
param smtpUser string = ''

@secure()
@description('Password of that user. Empty leaves the stored one as it is.')
param smtpPassword string = ''

@secure()
@description('The key that staff ids are hashed with, 32 characters or more: the same for as long as the service runs. Empty leaves the stored one as it is.')
param pseudonymKey string = ''

@description('E-mail addresses that alerts go to.')
param alertEmails string[]

var prefix = '${name}-${environmentName}'
var suffix = uniqueString(resourceGroup().id)
var appName = '${prefix}-${suffix}'
var days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

// The name that App Service gives this setting: https://learn.microsoft.com/azure/app-service/configure-authentication-provider-aad
var signInIdentitySetting = 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID'

// User-assigned, because it exists before the app: its roles are in force when the app first starts, fetches its
// package and resolves its Key Vault reference; they outlive an app that is made anew; and the app registration can
// trust it (a federated credential), so that sign-in needs no client secret.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${prefix}-identity'
  location: location
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    workspaceName: '${prefix}-logs'
    componentName: '${prefix}-insights'
    location: location
    retentionDays: logRetentionDays
    appIdentityId: identity.id
    appPrincipalId: identity.properties.principalId
  }
}

module storage 'modules/storage.bicep' = {
  params: {
    name: take('${name}${environmentName}${suffix}', 24)
    location: location
    skuName: storageSku
    softDeleteDays: softDeleteDays
    auditDays: retentionDays
    publicAccess: !privateNetwork
    appIdentityId: identity.id
    appPrincipalId: identity.properties.principalId
    flowPrincipals: flowPrincipals
  }
}

module keyVault 'modules/key-vault.bicep' = {
  params: {
    name: take('${name}${environmentName}${suffix}', 24)
    location: location
    publicAccess: !privateNetwork
    appIdentityId: identity.id
    appPrincipalId: identity.properties.principalId
    smtpPassword: smtpPassword
    pseudonymKey: pseudonymKey
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  params: {
    name: '${prefix}-network'
    location: location
    addressPrefix: networkAddressPrefix
  }
}

var storageSuffix = environment().suffixes.storage
var privateTargets = [
  { groupId: 'blob', zoneName: 'privatelink.blob.${storageSuffix}' }
  { groupId: 'queue', zoneName: 'privatelink.queue.${storageSuffix}' }
  { groupId: 'table', zoneName: 'privatelink.table.${storageSuffix}' }
  { groupId: 'vault', zoneName: 'privatelink.vaultcore.azure.net' }
]

module privateEndpoints 'modules/private-endpoint.bicep' = [
  for target in privateTargets: if (privateNetwork) {
    params: {
      name: '${prefix}-${target.groupId}'
      location: location
      subnetId: network!.outputs.endpointSubnetId
      networkId: network!.outputs.id
      targetId: target.groupId == 'vault' ? keyVault.outputs.id : storage.outputs.id
      groupId: target.groupId
      zoneName: target.zoneName
    }
  }
]

module app 'modules/function-app.bicep' = {
  params: {
    name: appName
    planName: '${prefix}-plan'
    location: location
    identityId: identity.id
    deploymentContainerUrl: storage.outputs.deploymentContainerUrl
    alwaysReadyInstances: alwaysReadyInstances
    maximumInstances: maximumInstances
    instanceMemoryMB: instanceMemoryMB
    outboundSubnetId: privateNetwork ? network!.outputs.appSubnetId : ''
    entraTenantId: entraTenantId
    entraClientId: entraClientId
    entraAudience: entraAudience
    signInIdentitySetting: signInIdentitySetting
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
    smtpCredentialUri: keyVault.outputs.smtpCredentialUri
    pseudonymKeyUri: keyVault.outputs.pseudonymKeyUri
    service: {
      publicUrl: empty(publicUrl) ? 'https://${app.outputs.hostName}' : publicUrl
      timeZone: timeZone
      retentionDays: retentionDays
      policyPath: policyPath
      authentication: {
        tenantId: entraTenantId
        audience: entraAudience
      }
      callers: callers
      digests: {
        day: digestDay
        hour: digestHour
        recipients: digestRecipients
      }
      smtp: {
        host: smtpHost
        port: smtpPort
        user: smtpUser
        from: smtpFrom
      }
    }
  }
}

module alerts 'modules/alerts.bicep' = {
  params: {
    location: location
    workspaceId: monitoring.outputs.workspaceId
    namePrefix: prefix
    emails: alertEmails
    timeZone: timeZone
    digestDay: indexOf(days, digestDay)
    digestDueHour: digestDueHour
  }
}

@description('Name of the app, for deploying its package.')
output appName string = appName

@description('Where the app answers.')
output url string = 'https://${app.outputs.hostName}'

@description('Storage account with the queues that flows use.')
output storageAccountName string = storage.outputs.name

@description('Object id of the app\'s identity: the subject of the federated credential that lets people sign in.')
output identityPrincipalId string = identity.properties.principalId
