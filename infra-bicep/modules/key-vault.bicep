// The vault that holds the secrets of the service.

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
@description('The key that staff ids are hashed with. Empty leaves the vault as it is, so that a later deployment need not know it.')
param pseudonymKey string

var secretsUserRole = '4633458b-17de-408a-b874-0445c86b69e6'
var smtpPasswordSecret = 'smtp-password'
var pseudonymKeySecret = 'pseudonym-key'

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

resource pseudonymSecret 'Microsoft.KeyVault/vaults/secrets@2025-05-01' = if (!empty(pseudonymKey)) {
  parent: vault
  name: pseudonymKeySecret
  properties: {
    value: pseudonymKey
    contentType: 'text/plain'
    attributes: {
      enabled: true
    }
  }
}

resource pseudonymSecretAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(pseudonymKey)) {
  scope: pseudonymSecret
  name: guid(pseudonymSecret.id, appIdentityId, secretsUserRole)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUserRole)
  }
}

output id string = vault.id
// The addresses of the secrets, not the secrets.
output smtpCredentialUri string = '${vault.properties.vaultUri}secrets/${smtpPasswordSecret}'
output pseudonymKeyUri string = '${vault.properties.vaultUri}secrets/${pseudonymKeySecret}'
