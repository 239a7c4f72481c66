// One private endpoint with the DNS zone that leads to it.

import { texts } from 'types.bicep'

param name string
param location string
param tags texts
param subnetId string

@description('Network of that subnet.')
param networkId string

@description('The resource to reach, and which part of it: blob, queue, table or vault.')
param targetId string
param groupId string

@description('Name of the private DNS zone, as the resource\'s provider documents it.')
param zoneName string

@description('Resource id of a zone that exists already; empty makes one and links it to the network.')
param existingZoneId string

resource endpoint 'Microsoft.Network/privateEndpoints@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: {
      id: subnetId
    }
    privateLinkServiceConnections: [
      {
        name: groupId
        properties: {
          privateLinkServiceId: targetId
          groupIds: [groupId]
        }
      }
    ]
  }
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = if (empty(existingZoneId)) {
  name: zoneName
  location: 'global'
  tags: tags
}

resource zoneLink 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = if (empty(existingZoneId)) {
  parent: zone
  name: name
  location: 'global'
  tags: tags
  properties: {
    registrationEnabled: false
    virtualNetwork: {
      id: networkId
    }
  }
}

resource zoneGroup 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2025-05-01' = {
  parent: endpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: groupId
        properties: {
          privateDnsZoneId: empty(existingZoneId) ? zone.id : existingZoneId
        }
      }
    ]
  }
}
