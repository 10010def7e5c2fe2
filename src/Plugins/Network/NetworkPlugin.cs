using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Network;

namespace BootstrapVz.Plugins.Network;

/// <summary>Gives the machine's interfaces their addresses, in the place of DHCP on every card.</summary>
[Plugin("network")]
public sealed class NetworkPlugin(NetworkOptions options) : Plugin
{
    /// <inheritdoc/>
    public override void Validate(ManifestChecker check, Manifest manifest) => NetworkRules.Check(options, check);

    /// <inheritdoc/>
    public override void Resolve(TaskSet tasks, Manifest manifest)
    {
        var names = new Topology(options).All.Any(entry => entry.AsksForNames);
        tasks
            .Remove<ConfigureInterfaces>()   // two descriptions of one card
            .Add<NetworkConfigured>()
            .AddIf<AddNetworkPackages>(names)
            .AddIf<EnableResolver>(names)
            .AddIf<AddNetplan>(options.Renderer == Renderer.Netplan)
            .AddIf<WriteNetplan>(options.Renderer == Renderer.Netplan)
            .AddIf<WriteNetworkdFiles>(options.Renderer == Renderer.Networkd)
            .Add<EnableNetworkd>();
        if (!names)
            tasks.Remove<AddNetworkPackages>();
    }
}
