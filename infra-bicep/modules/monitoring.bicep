// Where logs, requests and metrics go. Nothing is accepted or read by key: senders and readers sign in with Entra ID.

import { texts } from 'types.bicep'

param workspaceName string
param componentName string
param location string
param tags texts

@description('Days for which logs and metrics are kept.')
@minValue(30)
@maxValue(730)
param retentionDays int

@description('Gigabytes of logs a day after which no more are accepted; -1 for no limit.')
param dailyCapGB int

@description('Resource id of the identity that the app runs as.')
param appIdentityId string

@description('Object id of that identity.')
param appPrincipalId string

var monitoringMetricsPublisherRole = '3913510d-42f4-4e42-8a64-420c390055eb'

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: retentionDays
    workspaceCapping: {
      dailyQuotaGb: dailyCapGB
    }
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
  }
}

resource component 'Microsoft.Insights/components@2020-02-02' = {
  name: componentName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    DisableLocalAuth: true
    IngestionMode: 'LogAnalytics'
    WorkspaceResourceId: workspace.id
  }
}

resource telemetryAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: component
  name: guid(component.id, appIdentityId, monitoringMetricsPublisherRole)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringMetricsPublisherRole)
  }
}

output workspaceId string = workspace.id
output componentId string = component.id
// Names the component; without a signed-in identity nothing can be sent with it.
output connectionString string = component.properties.ConnectionString
