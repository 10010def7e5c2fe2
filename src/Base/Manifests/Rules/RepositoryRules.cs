using BootstrapVz.Base.Errors;

namespace BootstrapVz.Base.Manifests.Rules;

/// <summary>Rules over an archive that is not Debian's, wherever a manifest names one.</summary>
public static class RepositoryRules
{
    /// <summary>Reports a key that is neither a file nor an address with a checksum or fingerprint, and half a login.</summary>
    public static void Check(ManifestChecker check, IReadOnlyList<string> setting, RepositoryOptions repository)
    {
        var key = repository.Key;
        if (key.File is null == key.Url is null)
        {
            check.Error([.. setting, "key"], ErrorCodes.Conflict, "the key needs exactly one of 'file' and 'url'");
        }
        else if (key.Url is not null && key.Sha256 is null && key.Fingerprint is null)
        {
            check.Error(
                [.. setting, "key"], ErrorCodes.Conflict, "a key that is fetched needs 'sha256' or 'fingerprint'",
                "without one whoever answers at that address could have any package installed");
        }

        if (repository is { Username: not null, Url.Scheme: "http" })
            check.Warning([.. setting, "url"], ErrorCodes.Conflict, "name and password go to this address readable by everybody on the way", "use https");
        if (repository.Username is null != repository.Password is null)
        {
            check.Error(
                [.. setting, repository.Username is null ? "password" : "username"], ErrorCodes.Conflict, "an archive asks for a name and a password",
                "give both 'username' and 'password'; where a token is all there is, its documentation says which name goes with it");
        }
    }
}
