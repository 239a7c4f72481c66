// The vault that holds the secrets of the service.

import { secretTexts, texts } from 'types.bicep'

@description('Name of the vault.')
@minLength(3)
@maxLength(24)
param name string

param location string
param tags texts

@description('False when only private endpoints may reach the vault.')
param publicAccess bool

@description('Addresses on the internet that reach the vault all the same.')
param allowedAddresses string[]

@description('Keeps a deleted vault for 90 days, whoever asks. Cannot be undone.')
param purgeProtection bool

@description('Resource id of the identity that the app runs as.')
param appIdentityId string

@description('Object id of that identity.')
param appPrincipalId string

@description('The secrets to store, by name. One that is empty or left out stays as it is, so that a later deployment need not know it.')
param secrets secretTexts

@description('The names of all secrets that the app reads.')
param secretNames string[]

@description('Workspace that gets the log of who read which secret.')
param workspaceId string

var secretsUserRole = '4633458b-17de-408a-b874-0445c86b69e6'

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: purgeProtection ? 90 : 7
    // Absent where it is not wanted: false is refused.
    enablePurgeProtection: purgeProtection ? true : null
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    publicNetworkAccess: publicAccess || !empty(allowedAddresses) ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: publicAccess ? 'Allow' : 'Deny'
      ipRules: [for address in allowedAddresses: { value: address }]
    }
  }
}

resource stored 'Microsoft.KeyVault/vaults/secrets@2025-05-01' = [
  for secretName in secretNames: if (!empty(secrets[?secretName])) {
    parent: vault
    name: secretName
    properties: {
      value: secrets[secretName]
      contentType: 'text/plain'
      attributes: {
        enabled: true
      }
    }
  }
]

// On the vault, since a secret that is stored later cannot be a scope yet. The vault holds the app's secrets only.
resource access 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, appIdentityId, secretsUserRole)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUserRole)
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'friending'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'AuditEvent'
        enabled: true
      }
    ]
  }
}

output id string = vault.id
