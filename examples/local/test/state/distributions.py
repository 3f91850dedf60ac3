"""CloudFront: HTTPS for viewers and origins, a web ACL, and a bucket that only CloudFront can read."""
import json

from .stack import only


def check(stack, _expected):
    for identifier in stack.ids("AWS::CloudFront::Distribution"):
        distribution = stack.client("cloudfront").get_distribution(Id=identifier)["Distribution"]
        config = distribution["DistributionConfig"]
        assert config["Enabled"] and config["WebACLId"].endswith(tuple(
            item.split("|")[1] for item in stack.ids("AWS::WAFv2::WebACL") if item.endswith("|CLOUDFRONT"))), config["WebACLId"]
        assert config["ViewerCertificate"]["MinimumProtocolVersion"] == "TLSv1.2_2025", config["ViewerCertificate"]
        for behavior in (config["DefaultCacheBehavior"], *config["CacheBehaviors"]["Items"]):
            assert behavior["ViewerProtocolPolicy"] == "redirect-to-https" and behavior["ResponseHeadersPolicyId"], behavior
        _origins(stack, config["Origins"]["Items"], distribution["ARN"])


def _origins(stack, origins, arn):
    balancer = only((origin["CustomOriginConfig"] for origin in origins if "CustomOriginConfig" in origin), "origin behind the load balancer")
    assert balancer["OriginProtocolPolicy"] == "https-only" and balancer["OriginSslProtocols"]["Items"] == ["TLSv1.2"], balancer
    origin = only((origin for origin in origins if "CustomOriginConfig" not in origin), "origin in a bucket")
    described = stack.client("cloudfront").get_origin_access_control(Id=origin["OriginAccessControlId"])
    control = described["OriginAccessControl"]["OriginAccessControlConfig"]
    assert (control["SigningBehavior"], control["SigningProtocol"], control["OriginAccessControlOriginType"]) == ("always", "sigv4", "s3"), control
    bucket = origin["DomainName"].split(".s3.")[0]
    assert bucket in stack.ids("AWS::S3::Bucket"), origin
    readers = [statement for statement in json.loads(stack.client("s3").get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]
               if statement["Effect"] == "Allow" and statement["Action"] == "s3:GetObject"]
    assert [(reader["Principal"], reader["Condition"]) for reader in readers] == [
        ({"Service": "cloudfront.amazonaws.com"}, {"StringEquals": {"aws:SourceArn": arn}})], readers
