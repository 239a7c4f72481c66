// The vault that holds the secrets of the service: the SMTP password, and what list cursors are signed with.

@description('Name of the vault.')
@minLength(3)
@maxLength(24)
param name string

param location string

@description('False when only private endpoints may reach the vault.')
param publicAccess bool

@description('Resource id of the identity that the app runs as.')
param appIdentityId string

@description('Object id of that identity.')
param appPrincipalId string

@secure()
@description('The password to store. Empty leaves the vault as it is, so that a later deployment need not know it.')
param smtpPassword string

@secure()
@description('What list cursors are signed with. A new one with each deployment is well: it only ends lists that are being read.')
param cursorKey string = '${newGuid()}${newGuid()}'

var secretsUserRole = '4633458b-17de-408a-b874-0445c86b69e6'
var smtpPasswordSecret = 'smtp-password'
var cursorKeySecret = 'cursor-key'

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    publicNetworkAccess: publicAccess ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: publicAccess ? 'Allow' : 'Deny'
    }
  }
}

resource smtpSecret 'Microsoft.KeyVault/vaults/secrets@2025-05-01' = if (!empty(smtpPassword)) {
  parent: vault
  name: smtpPasswordSecret
  properties: {
    value: smtpPassword
    contentType: 'text/plain'
    attributes: {
      enabled: true
    }
  }
}

resource smtpSecretAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(smtpPassword)) {
  scope: smtpSecret
  name: guid(smtpSecret.id, appIdentityId, secretsUserRole)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUserRole)
  }
}

resource cursorSecret 'Microsoft.KeyVault/vaults/secrets@2025-05-01' = {
  parent: vault
  name: cursorKeySecret
  properties: {
    value: cursorKey
    contentType: 'text/plain'
    attributes: {
      enabled: true
    }
  }
}

resource cursorSecretAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: cursorSecret
  name: guid(cursorSecret.id, appIdentityId, secretsUserRole)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUserRole)
  }
}

output id string = vault.id
// The addresses of the secrets, not the secrets.
output smtpCredentialUri string = '${vault.properties.vaultUri}secrets/${smtpPasswordSecret}'
output cursorCredentialUri string = '${vault.properties.vaultUri}secrets/${cursorKeySecret}'
