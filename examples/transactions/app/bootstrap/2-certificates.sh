# fetch the certificates of the database
install -d -m 0755 /opt/transactions
curl --fail --silent --show-error --proto '=https' --tlsv1.2 --retry 5 --output /opt/transactions/rds-bundle.new "$DB_CA_BUNDLE_URL"
openssl x509 -noout -in /opt/transactions/rds-bundle.new
chmod 0444 /opt/transactions/rds-bundle.new
mv -f /opt/transactions/rds-bundle.new /opt/transactions/rds-bundle.pem
